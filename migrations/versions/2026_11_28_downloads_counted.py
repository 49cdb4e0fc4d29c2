"""Downloads are counted per language version and day, and what files come to is known for ZIPs that resume.

Who downloaded is kept only where an event says so.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "checksum",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("crc32", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_checksum")),
    )
    op.create_table(
        "download_rule",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("keeps_people", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_download_rule_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_download_rule")),
    )
    op.create_table(
        "download_count",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["language_version.id"],
            name=op.f("fk_download_count_version_id_language_version"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("version_id", "day", "kind", name=op.f("pk_download_count")),
    )
    op.create_table(
        "download_of_person",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_download_of_person_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["language_version.id"],
            name=op.f("fk_download_of_person_version_id_language_version"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", "version_id", "day", "kind", name=op.f("pk_download_of_person")),
    )
    with op.batch_alter_table("download_of_person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_download_of_person_version_id"), ["version_id"], unique=False)


def downgrade() -> None:
    op.drop_table("download_of_person")
    op.drop_table("download_count")
    op.drop_table("download_rule")
    op.drop_table("checksum")
