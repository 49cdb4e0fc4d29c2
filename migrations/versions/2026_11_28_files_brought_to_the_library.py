"""Files that were brought to the library and wait for their place, and libraries that came as a whole."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "arrival",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("ending", sa.String(length=8), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("has_macros", sa.Boolean(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrived_by", sa.Integer(), nullable=True),
        sa.Column("upload_code", sa.String(length=64), nullable=True),
        sa.Column("text_state", sa.String(length=12), nullable=False),
        sa.Column("language_code", sa.String(length=2), nullable=False),
        sa.Column("symbol", sa.String(length=80), nullable=False),
        sa.Column("symbol_from", sa.String(length=4), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["arrived_by"], ["account.id"], name=op.f("fk_arrival_arrived_by_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_arrival_event_id_event"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrival")),
        sa.UniqueConstraint("upload_code", name=op.f("uq_arrival_upload_code")),
    )
    with op.batch_alter_table("arrival", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_arrival_arrived_at"), ["arrived_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_arrival_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_arrival_sha256"), ["sha256"], unique=False)
    op.create_table(
        "library_import",
        sa.Column("files", JSON, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by", sa.Integer(), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_library_import_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by"], ["account.id"], name=op.f("fk_library_import_uploaded_by_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_import")),
    )
    with op.batch_alter_table("library_import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_library_import_event_id"), ["event_id"], unique=False)


def downgrade() -> None:
    op.drop_table("library_import")
    op.drop_table("arrival")
