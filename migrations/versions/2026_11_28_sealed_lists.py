"""Sealed lists of attendance, what an event decides about its evidence, and columns of other programs' reports."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evidence_erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retention_days", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("found", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_evidence_erasure_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_erasure")),
    )
    with op.batch_alter_table("evidence_erasure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_erasure_event_id"), ["event_id"], unique=False)

    op.create_table(
        "evidence_rules",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("columns", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("empty_lines", sa.Integer(), nullable=False),
        sa.Column("retention_days", sa.Integer(), nullable=True),
        sa.Column("legal_hold", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("hold_reason", sa.String(length=500), nullable=False),
        sa.Column("hold_by", sa.Integer(), nullable=True),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_evidence_rules_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["hold_by"], ["account.id"], name=op.f("fk_evidence_rules_hold_by_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_evidence_rules")),
    )
    op.create_table(
        "report_columns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("shape", sa.String(length=64), nullable=False),
        sa.Column("columns", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_report_columns_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_columns")),
        sa.UniqueConstraint("event_id", "shape", name=op.f("uq_report_columns_event_id_shape")),
    )
    op.create_table(
        "sealed_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("session_code", sa.String(length=40), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed_by", sa.Integer(), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_sealed_list_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["sealed_list.id"], name=op.f("fk_sealed_list_replaces_id_sealed_list"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_sealed_list_session_id_session"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_list")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_sealed_list_event_id_number")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_sealed_list_replaces_id")),
    )
    with op.batch_alter_table("sealed_list", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sealed_list_session_id"), ["session_id"], unique=False)

    op.create_table(
        "sealed_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("language_code", sa.String(length=2), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"], ["sealed_list.id"], name=op.f("fk_sealed_file_list_id_sealed_list"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_file")),
        sa.UniqueConstraint("list_id", "language_code", name=op.f("uq_sealed_file_list_id_language_code")),
    )
    with op.batch_alter_table("sealed_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sealed_file_sha256"), ["sha256"], unique=False)

    with op.batch_alter_table("meeting_report", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "columns", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), server_default="{}", nullable=False
            )
        )
        batch_op.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("meeting_report", schema=None) as batch_op:
        batch_op.drop_column("erased_at")
        batch_op.drop_column("columns")

    with op.batch_alter_table("sealed_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sealed_file_sha256"))

    op.drop_table("sealed_file")
    with op.batch_alter_table("sealed_list", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sealed_list_session_id"))

    op.drop_table("sealed_list")
    op.drop_table("report_columns")
    op.drop_table("evidence_rules")
    with op.batch_alter_table("evidence_erasure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_erasure_event_id"))

    op.drop_table("evidence_erasure")
