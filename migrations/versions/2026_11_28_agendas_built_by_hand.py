"""What the editor of the agenda, its checks, its imports and readers’ own agendas need."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agenda_edit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("before", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("after", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_agenda_edit_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["account.id"], name=op.f("fk_agenda_edit_made_by_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_edit")),
    )
    with op.batch_alter_table("agenda_edit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_edit_event_id"), ["event_id"], unique=False)

    op.create_table(
        "agenda_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("format", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("language_code", sa.String(length=2), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by", sa.Integer(), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_agenda_import_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by"], ["account.id"], name=op.f("fk_agenda_import_uploaded_by_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_import")),
    )
    with op.batch_alter_table("agenda_import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_import_event_id"), ["event_id"], unique=False)

    op.create_table(
        "agenda_settings",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("severities", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("channel_limit", sa.Integer(), nullable=True),
        sa.Column("preview_secret", sa.String(length=64), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_agenda_settings_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_agenda_settings")),
    )
    op.create_table(
        "personal_agenda",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_personal_agenda_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_personal_agenda_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_agenda")),
        sa.UniqueConstraint("event_id", "account_id", name=op.f("uq_personal_agenda_event_id_account_id")),
        sa.UniqueConstraint("secret", name=op.f("uq_personal_agenda_secret")),
    )
    with op.batch_alter_table("personal_agenda", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_personal_agenda_account_id"), ["account_id"], unique=False)

    op.create_table(
        "personal_agenda_session",
        sa.Column("personal_agenda_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["personal_agenda_id"],
            ["personal_agenda.id"],
            name=op.f("fk_personal_agenda_session_personal_agenda_id_personal_agenda"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["session.id"],
            name=op.f("fk_personal_agenda_session_session_id_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("personal_agenda_id", "session_id", name=op.f("pk_personal_agenda_session")),
    )
    with op.batch_alter_table("personal_agenda_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_personal_agenda_session_session_id"), ["session_id"], unique=False)

    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "channel_urls",
                sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
                server_default="{}",
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("capacity", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("notes", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("import_key", sa.String(length=200), nullable=True))
        batch_op.create_index("ix_session_import_key", ["event_id", "import_key"], unique=True)

    with op.batch_alter_table("speaker", schema=None) as batch_op:
        batch_op.add_column(sa.Column("honorific", sa.String(length=20), server_default="", nullable=False))
        batch_op.add_column(sa.Column("import_key", sa.String(length=200), nullable=True))
        batch_op.create_index("ix_speaker_import_key", ["event_id", "import_key"], unique=True)


def downgrade() -> None:
    with op.batch_alter_table("speaker", schema=None) as batch_op:
        batch_op.drop_index("ix_speaker_import_key")
        batch_op.drop_column("import_key")
        batch_op.drop_column("honorific")

    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.drop_index("ix_session_import_key")
        batch_op.drop_column("import_key")
        batch_op.drop_column("notes")
        batch_op.drop_column("capacity")
        batch_op.drop_column("channel_urls")

    with op.batch_alter_table("personal_agenda_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_personal_agenda_session_session_id"))

    op.drop_table("personal_agenda_session")
    with op.batch_alter_table("personal_agenda", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_personal_agenda_account_id"))

    op.drop_table("personal_agenda")
    op.drop_table("agenda_settings")
    with op.batch_alter_table("agenda_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_import_event_id"))

    op.drop_table("agenda_import")
    with op.batch_alter_table("agenda_edit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_edit_event_id"))

    op.drop_table("agenda_edit")
