"""Speakers' photographs."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "photograph",
        sa.Column("speaker_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.Integer(), nullable=False),
        sa.Column("small_sha256", sa.String(length=64), nullable=False),
        sa.Column("small_size", sa.Integer(), nullable=False),
        sa.Column("middle_sha256", sa.String(length=64), nullable=False),
        sa.Column("middle_size", sa.Integer(), nullable=False),
        sa.Column("large_sha256", sa.String(length=64), nullable=False),
        sa.Column("large_size", sa.Integer(), nullable=False),
        sa.Column("may_be_published", sa.Boolean(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["speaker_id"], ["speaker.id"], name=op.f("fk_photograph_speaker_id_speaker"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by"], ["account.id"], name=op.f("fk_photograph_uploaded_by_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("speaker_id", name=op.f("pk_photograph")),
    )


def downgrade() -> None:
    op.drop_table("photograph")
