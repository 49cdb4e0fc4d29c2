"""Early access for interpreters and rapporteurs, and what they downloaded."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    as_json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.create_table(
        "early_access",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("language_code", sa.String(length=2), nullable=False),
        sa.Column("purpose", sa.String(length=12), nullable=False),
        sa.Column("working_codes", as_json, nullable=False),
        sa.Column("scope", sa.String(length=10), nullable=False),
        sa.Column("days", as_json, nullable=False),
        sa.Column("with_general", sa.Boolean(), nullable=False),
        sa.Column("watermark", sa.Boolean(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("link_secret", sa.String(length=64), nullable=False),
        sa.Column("wants_digest", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_early_access_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_early_access")),
        sa.UniqueConstraint("event_id", "email_key", name=op.f("uq_early_access_event_id_email_key")),
    )
    op.create_table(
        "early_access_session",
        sa.Column("access_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["access_id"],
            ["early_access.id"],
            name=op.f("fk_early_access_session_access_id_early_access"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_early_access_session_session_id_session"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("access_id", "session_id", name=op.f("pk_early_access_session")),
    )
    with op.batch_alter_table("early_access_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_early_access_session_session_id"), ["session_id"], unique=False)
    op.create_table(
        "early_download",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("access_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("language_code", sa.String(length=2), nullable=False),
        sa.Column("ending", sa.String(length=8), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("watermarked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["access_id"],
            ["early_access.id"],
            name=op.f("fk_early_download_access_id_early_access"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_early_download")),
    )
    with op.batch_alter_table("early_download", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_early_download_access_id"), ["access_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("early_download", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_early_download_access_id"))
    op.drop_table("early_download")
    with op.batch_alter_table("early_access_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_early_access_session_session_id"))
    op.drop_table("early_access_session")
    op.drop_table("early_access")
