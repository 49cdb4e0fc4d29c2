"""The desk's devices and what they read, taken or refused."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "desk_device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_desk_device_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_device")),
        sa.UniqueConstraint("code", name=op.f("uq_desk_device_code")),
    )
    with op.batch_alter_table("desk_device", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_desk_device_event_id"), ["event_id"], unique=False)
    op.create_table(
        "desk_scan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(length=36), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("direction", sa.String(length=3), nullable=False),
        sa.Column("read", sa.String(length=300), nullable=False),
        sa.Column("device_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("correction", sa.Integer(), server_default="0", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_by", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("refusal", sa.String(length=20), server_default="", nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["device_id"], ["desk_device.id"], name=op.f("fk_desk_scan_device_id_desk_device"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_desk_scan_session_id_session"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_desk_scan_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["desk_scan.id"], name=op.f("fk_desk_scan_other_id_desk_scan"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_scan")),
        sa.UniqueConstraint("device_id", "nonce", name=op.f("uq_desk_scan_device_id_nonce")),
    )
    with op.batch_alter_table("desk_scan", schema=None) as batch_op:
        batch_op.create_index(
            "ix_desk_scan_session_id_registration_id", ["session_id", "registration_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_desk_scan_registration_id"), ["registration_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_desk_scan_other_id"), ["other_id"], unique=False)
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.add_column(sa.Column("scan_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_attendance_scan_id"), ["scan_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_attendance_scan_id_desk_scan"), "desk_scan", ["scan_id"], ["id"], ondelete="SET NULL"
        )


def downgrade() -> None:
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_attendance_scan_id_desk_scan"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_attendance_scan_id"))
        batch_op.drop_column("scan_id")
    op.drop_table("desk_scan")
    op.drop_table("desk_device")
