// SPDX-License-Identifier: Apache-2.0
#include "cli/trace_printer.h"

#include <ostream>

#include <fmt/format.h>

#include "base/calendar.h"
#include "base/numbers.h"

namespace strife {
namespace {

std::string_view cause_name(FiringCause cause) {
    switch (cause) {
        case FiringCause::hazard:
            return "hazard";
        case FiringCause::interrupt:
            return "interrupt";
        case FiringCause::timed:
            return "timed";
        case FiringCause::item_end:
            return "end of activity";
        case FiringCause::condition:
            return "condition";
        case FiringCause::event:
            return "event";
        case FiringCause::deferred:
            return "after";
    }
    return "";
}

std::string quoted(const std::string& text) {
    if (text.find_first_of(",\"\n") == std::string::npos) return text;
    std::string result = "\"";
    for (const char c : text) result += c == '"' ? std::string("\"\"") : std::string(1, c);
    return result + "\"";
}

}  // namespace

TracePrinter::TracePrinter(const Model& model, std::ostream& words, std::ostream* csv) : model_(model), words_(words), csv_(csv) {
    if (csv_ != nullptr) *csv_ << "time_days,date,kind,name,cause,rate_per_day,share,detail\n";
}

std::string TracePrinter::instant(double time) const {
    if (model_.start_date) return format_instant(*model_.start_date, time);
    return "day " + fmt::format("{:.6g}", time);
}

void TracePrinter::row(const std::string& kind, const std::string& name, const std::string& cause, const std::string& rate,
                       const std::string& share, const std::string& detail) {
    if (csv_ == nullptr) return;
    *csv_ << format_number(time_) << ',' << (model_.start_date ? format_instant(*model_.start_date, time_) : "") << ',' << kind
          << ',' << quoted(name) << ',' << cause << ',' << rate << ',' << share << ',' << quoted(detail) << '\n';
}

void TracePrinter::fired(const TraceFiring& firing) {
    time_ = firing.time;
    const Body& body = model_.bodies[firing.body];
    std::string name = model_.member_name(body.name, body.shape, firing.member);
    if (firing.agent != 0.0) name += fmt::format("[{}]", model_.agent_name(body.agents, firing.agent));
    std::string why(cause_name(firing.cause));
    std::string rate;
    std::string share;
    if (firing.total_rate > 0.0) {
        rate = format_number(firing.rate);
        share = fmt::format("{:.4g}", firing.rate / firing.total_rate);
        why += fmt::format(", {:.4g} per day, {:.2g} % of all", firing.rate, 100.0 * firing.rate / firing.total_rate);
    }
    words_ << fmt::format("{}  {}  ({})\n", instant(firing.time), name, why);
    row("fired", name, std::string(cause_name(firing.cause)), rate, share, "");
}

void TracePrinter::changed(std::uint32_t state_id, std::uint32_t element, double before, double after) {
    const ModelState& state = model_.states[state_id];
    const std::string name = model_.member_name(state.name, state.shape, element);
    const std::string detail = state.kind == ModelStateKind::member
                                   ? model_.value_name(before) + " -> " + model_.value_name(after)
                               : state.kind == ModelStateKind::instant
                                   ? instant(before) + " -> " + instant(after)
                                   : fmt::format("{:.8g} -> {:.8g}{}{}", before / state.unit_scale, after / state.unit_scale,
                                                 state.unit == "1" ? "" : " ", state.unit == "1" ? "" : state.unit);
    words_ << fmt::format("    {}: {}\n", name, detail);
    row("changed", name, "", "", "", detail);
}

std::string TracePrinter::field_text(const ModelField& field, double value) const {
    if (!field.is_member) return format_quantity(value / field.unit_scale, field.unit);
    return model_.value_name(value);
}

void TracePrinter::emitted(double, std::uint32_t event_id, std::span<const double> attributes) {
    const ModelEvent& event = model_.events[event_id];
    std::string detail;
    for (std::size_t i = 0; i < attributes.size(); ++i) {
        detail += fmt::format("{}{} = {}", i > 0 ? ", " : "", event.fields[i].name, field_text(event.fields[i], attributes[i]));
    }
    words_ << fmt::format("    event {}: {}\n", event.name, detail);
    row("event", event.name, "", "", "", detail);
}

void TracePrinter::spawned(std::uint32_t kind_id, double agent, std::span<const double> attributes) {
    const ModelAgents& kind = model_.agents[kind_id];
    std::string detail;
    for (std::size_t i = 0; i < attributes.size(); ++i) {
        detail += fmt::format("{}{} = {}", i > 0 ? ", " : "", kind.fields[i].name, field_text(kind.fields[i], attributes[i]));
    }
    const std::string name = model_.agent_name(kind_id, agent);
    words_ << fmt::format("    new {}: {}\n", name, detail);
    row("spawned", name, "", "", "", detail);
}

void TracePrinter::removed(std::uint32_t kind, double agent) {
    const std::string name = model_.agent_name(kind, agent);
    words_ << fmt::format("    {} is gone\n", name);
    row("removed", name, "", "", "", "");
}

void TracePrinter::changed_agent(std::uint32_t kind, double agent, std::uint32_t field_id, double before, double after) {
    const ModelField& field = model_.agents[kind].fields[field_id];
    const std::string name = fmt::format("{}.{}", model_.agent_name(kind, agent), field.name);
    const std::string detail = field_text(field, before) + " -> " + field_text(field, after);
    words_ << fmt::format("    {}: {}\n", name, detail);
    row("changed", name, "", "", "", detail);
}

void TracePrinter::began(double, std::uint32_t activity_id, std::uint32_t member, double duration) {
    const ModelActivity& activity = model_.activities[activity_id];
    const std::string name = model_.member_name(activity.name, activity.shape, member);
    const std::string detail = fmt::format("for {:.4g} days", duration);
    words_ << fmt::format("    begins {} {}\n", name, detail);
    row("began", name, "", "", "", detail);
}

}  // namespace strife
