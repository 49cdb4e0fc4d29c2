"""Who may read a document, by more than three answers; embargoes that are announced; links that open one document.

«registered» meant confirmed participants and is called so from now on: nobody reads more or less than before, and the
record of changes says what it said.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
AUDIT = sa.table(
    "audit_entry",
    sa.column("id", sa.Integer),
    sa.column("subject", sa.String),
    sa.column("before", JSON),
    sa.column("after", JSON),
)


def upgrade() -> None:
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.add_column(sa.Column("embargo_announced", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "share_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("language_code", sa.String(length=2), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_share_link_document_id_document"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_link")),
        sa.UniqueConstraint("digest", name=op.f("uq_share_link_digest")),
    )
    with op.batch_alter_table("share_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_share_link_document_id"), ["document_id"], unique=False)
    op.execute("UPDATE document SET visibility = 'confirmed' WHERE visibility = 'registered'")
    _rename({"registered": "confirmed"})


def downgrade() -> None:
    # What the older code has no word for is the team's alone there: nobody reads more than they may now.
    op.execute(
        "UPDATE document SET visibility = 'organisers' WHERE visibility IN ('registered', 'category', 'sessions')"
    )
    op.execute("UPDATE document SET visibility = 'registered' WHERE visibility = 'confirmed'")
    _rename({"confirmed": "registered", "registered": "organisers", "category": "organisers", "sessions": "organisers"})
    op.drop_table("share_link")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_column("embargo_announced")


def _rename(names: dict[str, str]) -> None:
    """Tell in the record of changes of documents by the names that the code knows."""
    connection = op.get_bind()
    for row in connection.execute(sa.select(AUDIT).where(AUDIT.c.subject.like("document:%"))).all():
        before, after = _renamed(row.before, names), _renamed(row.after, names)
        if (before, after) != (row.before, row.after):
            connection.execute(AUDIT.update().where(AUDIT.c.id == row.id).values(before=before, after=after))


def _renamed(told: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    value = told.get("visibility")
    return {**told, "visibility": names[value]} if value in names else told
