"""The published agenda as other programs read schedules: c3voc's schedule.xml, schedule.json and schedule2.json."""

from conference.feeds.schedules.reading import NothingPublished, read_schedule
from conference.feeds.schedules.schedule2_json import to_schedule2_json
from conference.feeds.schedules.schedule_json import to_schedule_json
from conference.feeds.schedules.schedule_xml import to_schedule_xml

__all__ = ["NothingPublished", "read_schedule", "to_schedule2_json", "to_schedule_json", "to_schedule_xml"]
