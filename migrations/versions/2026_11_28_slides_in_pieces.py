"""Uploads in pieces; revisions, pictures and the deadline of slides."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# Until now a second file of a speaker for the same place in the same language took the place of the first.
REVISIONS = """
UPDATE slides SET first_id = (
    SELECT min(earlier.id) FROM slides AS earlier
    WHERE earlier.speaker_id = slides.speaker_id
    AND earlier.session_id = slides.session_id
    AND coalesce(earlier.presentation_id, 0) = coalesce(slides.presentation_id, 0)
    AND earlier.language_code = slides.language_code
    AND earlier.id < slides.id
)
"""


def upgrade() -> None:
    op.create_table(
        "slides_opening",
        sa.Column("speaker_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["speaker_id"], ["speaker.id"], name=op.f("fk_slides_opening_speaker_id_speaker"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("speaker_id", name=op.f("pk_slides_opening")),
    )
    op.create_table(
        "slides_settings",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_slides_settings_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_slides_settings")),
    )
    op.create_table(
        "upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=60), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_upload_event_id_event"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        sa.UniqueConstraint("code", name=op.f("uq_upload_code")),
    )
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_upload_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_upload_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_upload_owner"), ["owner"], unique=False)

    op.create_table(
        "upload_piece",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["upload.id"], name=op.f("fk_upload_piece_upload_id_upload"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload_piece")),
        sa.UniqueConstraint("upload_id", "start", name=op.f("uq_upload_piece_upload_id_start")),
    )
    op.create_table(
        "slides_page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slides_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["slides_id"], ["slides.id"], name=op.f("fk_slides_page_slides_id_slides"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slides_page")),
        sa.UniqueConstraint("slides_id", "number", name=op.f("uq_slides_page_slides_id_number")),
    )
    with op.batch_alter_table("slides", schema=None) as batch_op:
        batch_op.add_column(sa.Column("first_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("has_macros", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("pictures", sa.String(length=12), server_default="none", nullable=False))
        batch_op.add_column(sa.Column("upload_code", sa.String(length=64), nullable=True))
        batch_op.create_index(batch_op.f("ix_slides_first_id"), ["first_id"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_slides_upload_code"), ["upload_code"])
        batch_op.create_foreign_key(
            batch_op.f("fk_slides_first_id_slides"), "slides", ["first_id"], ["id"], ondelete="SET NULL"
        )
    op.execute(REVISIONS)


def downgrade() -> None:
    with op.batch_alter_table("slides", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_slides_first_id_slides"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_slides_upload_code"), type_="unique")
        batch_op.drop_index(batch_op.f("ix_slides_first_id"))
        batch_op.drop_column("upload_code")
        batch_op.drop_column("pictures")
        batch_op.drop_column("has_macros")
        batch_op.drop_column("first_id")

    op.drop_table("slides_page")
    op.drop_table("upload_piece")
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_upload_owner"))
        batch_op.drop_index(batch_op.f("ix_upload_expires_at"))
        batch_op.drop_index(batch_op.f("ix_upload_event_id"))

    op.drop_table("upload")
    op.drop_table("slides_settings")
    op.drop_table("slides_opening")
