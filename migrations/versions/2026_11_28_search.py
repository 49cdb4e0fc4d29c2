"""The text of documents page by page, and the index that they are found by."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "page_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("tokens", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_page_text_revision_id_revision"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_text")),
        sa.UniqueConstraint("revision_id", "number", name=op.f("uq_page_text_revision_id_number")),
    )
    op.create_table(
        "search_entry",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.Column("head", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_search_entry_document_id_document"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_search_entry_revision_id_revision"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
    )
    with op.batch_alter_table("search_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_search_entry_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_search_entry_revision_id"), ["revision_id"], unique=False)
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("text_state", sa.String(length=12), server_default="waiting", nullable=False))
        batch_op.add_column(sa.Column("attachments", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("text_tokens", sa.Text(), server_default="", nullable=False))
    with op.batch_alter_table("document", schema=None) as batch_op:
        # No longer written; it goes when no release that reads it can be running.
        batch_op.alter_column("search_tokens", existing_type=sa.Text(), existing_nullable=False, server_default="")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE TABLE library_index (id integer PRIMARY KEY, tokens tsvector NOT NULL)")
        op.execute("CREATE INDEX ix_library_index_tokens ON library_index USING gin (tokens)")
    else:
        # Our tokens stand between spaces and are found as they are: letters beyond ASCII are never touched, and the
        # signs with which we mark a token belong to it. Order and number within a row are not kept.
        op.execute(
            "CREATE VIRTUAL TABLE library_index USING fts5(tokens, detail=none, tokenize=\"ascii tokenchars '@=~+_'\")"
        )


def downgrade() -> None:
    op.execute("DROP TABLE library_index")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.alter_column("search_tokens", existing_type=sa.Text(), existing_nullable=False, server_default=None)
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.drop_column("text_tokens")
        batch_op.drop_column("attachments")
        batch_op.drop_column("text_state")
    op.drop_table("search_entry")
    op.drop_table("page_text")
