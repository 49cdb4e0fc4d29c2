"""What an event decides for its library: symbols, categories, publishing together, reminders."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "library_settings",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("symbol_pattern", sa.String(length=80), nullable=False, server_default=""),
        sa.Column("publishes_together", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("reminder_days", sa.Integer(), nullable=True),
        sa.Column("reminds_overdue", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_library_settings_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_library_settings")),
    )
    op.create_table(
        "document_category",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", JSON, nullable=False, server_default="{}"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_hidden", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("row_version", sa.Integer(), nullable=False, server_default="1"),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_document_category_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_category")),
        sa.UniqueConstraint("event_id", "code", name=op.f("uq_document_category_event_id")),
    )
    op.create_table(
        "language_version_reminder",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("matter", sa.String(length=12), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["language_version.id"],
            name=op.f("fk_language_version_reminder_version_id_language_version"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("version_id", "matter", "due_on", name=op.f("pk_language_version_reminder")),
    )
    with op.batch_alter_table("language_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("stage_since", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.drop_column("ready_at")
    with op.batch_alter_table("language_version", schema=None) as batch_op:
        batch_op.drop_column("stage_since")
    op.drop_table("language_version_reminder")
    op.drop_table("document_category")
    op.drop_table("library_settings")
