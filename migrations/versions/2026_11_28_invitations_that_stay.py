"""Invitations that stay when they are withdrawn, assistants of speakers, reminders, lists of people to invite."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("speaker_invitation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("account_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_speaker_invitation_account_id"), ["account_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_speaker_invitation_account_id_account"),
            "account",
            ["account_id"],
            ["id"],
            ondelete="SET NULL",
        )

    with op.batch_alter_table("slides_settings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("answers_due_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("profiles_due_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("answer_reminder_days", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("slides_reminder_days", sa.Integer(), nullable=True))

    op.create_table(
        "speaker_assistant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("language_code", sa.String(length=2), nullable=False),
        sa.Column("link_secret", sa.String(length=64), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["speaker_invitation.id"],
            name=op.f("fk_speaker_assistant_invitation_id_speaker_invitation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker_assistant")),
        sa.UniqueConstraint("invitation_id", "email_key", name=op.f("uq_speaker_assistant_invitation_id_email_key")),
    )
    with op.batch_alter_table("speaker_assistant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_speaker_assistant_email_key"), ["email_key"], unique=False)

    op.create_table(
        "speaker_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("matter", sa.String(length=10), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["speaker_invitation.id"],
            name=op.f("fk_speaker_reminder_invitation_id_speaker_invitation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker_reminder")),
        sa.UniqueConstraint("invitation_id", "matter", name=op.f("uq_speaker_reminder_invitation_id_matter")),
    )
    op.create_table(
        "speaker_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by", sa.Integer(), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_speaker_list_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by"], ["account.id"], name=op.f("fk_speaker_list_uploaded_by_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker_list")),
    )
    with op.batch_alter_table("speaker_list", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_speaker_list_event_id"), ["event_id"], unique=False)


def downgrade() -> None:
    # Whoever was withdrawn counted as not invited before.
    op.execute("DELETE FROM speaker_invitation WHERE state = 'withdrawn'")
    op.drop_table("speaker_list")
    op.drop_table("speaker_reminder")
    op.drop_table("speaker_assistant")
    with op.batch_alter_table("slides_settings", schema=None) as batch_op:
        batch_op.drop_column("slides_reminder_days")
        batch_op.drop_column("answer_reminder_days")
        batch_op.drop_column("profiles_due_on")
        batch_op.drop_column("answers_due_on")

    with op.batch_alter_table("speaker_invitation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_speaker_invitation_account_id_account"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_speaker_invitation_account_id"))
        batch_op.drop_column("withdrawn_at")
        batch_op.drop_column("account_id")
