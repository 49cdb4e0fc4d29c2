"""Documents as works: who issued them, when, in which languages they are due, and how far each version is.

Language versions that have a file are drafts where readers have none of it.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.add_column(sa.Column("issued_by", JSON, nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("issued_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("original_code", sa.String(length=2), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("licence", sa.String(length=80), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("base_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("part", sa.String(length=4), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("part_number", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("language_codes", JSON, nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("visible_to", JSON, nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("embargo_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_document_base_id"), ["base_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_document_base_id_document"), "document", ["base_id"], ["id"], ondelete="SET NULL"
        )
    with op.batch_alter_table("language_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("stage", sa.String(length=16), nullable=False, server_default="awaited"))
        batch_op.add_column(sa.Column("responsible_name", sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("responsible_email", sa.String(length=254), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("due_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("examined", JSON, nullable=False, server_default="{}"))
    op.create_table(
        "document_presentation",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("presentation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_document_presentation_document_id_document"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["presentation_id"],
            ["presentation.id"],
            name=op.f("fk_document_presentation_presentation_id_presentation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document_id", "presentation_id", name=op.f("pk_document_presentation")),
    )
    with op.batch_alter_table("document_presentation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_presentation_presentation_id"), ["presentation_id"], unique=False)
    op.execute(
        "UPDATE language_version SET stage = 'draft'"
        " WHERE EXISTS (SELECT 1 FROM revision WHERE revision.version_id = language_version.id)"
    )


def downgrade() -> None:
    op.drop_table("document_presentation")
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.drop_column("examined")
    with op.batch_alter_table("language_version", schema=None) as batch_op:
        for name in ("reminded_at", "due_on", "responsible_email", "responsible_name", "stage"):
            batch_op.drop_column(name)
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_document_base_id_document"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_document_base_id"))
        for name in (
            "embargo_until",
            "visible_to",
            "language_codes",
            "part_number",
            "part",
            "base_id",
            "licence",
            "original_code",
            "issued_on",
            "issued_by",
        ):
            batch_op.drop_column(name)
