"""Translations that a second person looks at, remarks about texts, and the installation's glossary."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "translation_rules",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("needs_review", sa.Boolean(), nullable=False),
        sa.Column("promises", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_translation_rules_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_translation_rules")),
    )
    op.create_table(
        "glossary_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_code", sa.String(length=2), nullable=False),
        sa.Column("target_code", sa.String(length=2), nullable=False),
        sa.Column("term", sa.String(length=120), nullable=False),
        sa.Column("preferred", sa.String(length=120), nullable=False),
        sa.Column("forbidden", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_glossary_term")),
        sa.UniqueConstraint(
            "source_code", "target_code", "term", name=op.f("uq_glossary_term_source_code_target_code_term")
        ),
    )
    op.create_table(
        "text_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_text_comment_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["account.id"], name=op.f("fk_text_comment_written_by_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["account.id"], name=op.f("fk_text_comment_settled_by_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_comment")),
    )
    with op.batch_alter_table("text_comment", schema=None) as batch_op:
        batch_op.create_index("ix_text_comment_place", ["event_id", "kind", "row", "field"], unique=False)


def downgrade() -> None:
    op.drop_table("text_comment")
    op.drop_table("glossary_term")
    op.drop_table("translation_rules")
