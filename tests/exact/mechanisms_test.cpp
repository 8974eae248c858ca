// A mechanism used is the same run, bit for bit, as the same thing written by hand.
// SPDX-License-Identifier: Apache-2.0
#include <string>

#include <gtest/gtest.h>

#include "compiled_scenario.h"

namespace strife {
namespace {

// Every kind of name in every place where one can stand; the local names are chosen to be mistaken for what is bound.
constexpr const char* kMechanism = R"yaml(mechanism: All kinds of names
requires:
  place: {set: "where"}
  near[place, place]: {relation: "who borders whom"}
  people[place]: {number: person}
  stock[place]: {count: person}
  purse: {level: USD}
  loss: {event: {site: place, dead: person}}
  holding[place]: {activity: {worth: USD}}
  rival: {actor: "who else"}
  mood: {number: 1, default: 1 + memory / (60 day)}
parameters:
  pace: {unit: 1/day, value: 0.3, prior: "gamma(mean = 0.3, cv = 0.2)"}
  memory: {unit: day, value: 30}
  lean[place]: {unit: 1, value: 1}
define:
  weight[p in place]: lean[p] * people[p] / sum(people)
state:
  heat[place]: {level: 1, half_life: memory}
  target: {one_of: place}
  seen: {count: event}
perceives:
  rumour[p in place]: {of: "stock[p] * (1 + heat[p])", every: memory / 2, delay: exponential(mean = memory / 9), error: "uniform(0.5, 1.5)"}
activities:
  march[p in place]:
    attributes: {goal: place, size: person}
    duration: gamma(mean = memory / 3, cv = 0.5)
    finish: |
      stock[own.goal] += own.size
      heat[p] += 1
    interrupt:
      lost: {rate: "pace / 10 * (1 + heat[p])", do: "emit loss(site = p, dead = own.size)"}
processes:
  set_out[p in place]:
    rate: pace * weight[p] * mood * (1 + sum(near[p, q] * heat[q] for q in near[p]))
    if: stock[p] > 5 person and purse > 0 USD and rumour[p] > 2 person
    do: |
      let rebels = binomial(stock[p], 0.2)
      stock[p] -= rebels
      target := draw t from place by weight[place]
      for fighters in place if fighters in near[p] limit 1 do
        heat[fighters] += 0.1
      end
      begin march[p](goal = target, size = rebels)
      purse -= 1 USD * (1 + rival.strength)
  watch: {every: memory / 3, do: "seen += recent(loss, memory / 2, where event.site in place) * 1 event"}
  mourn[p in place]: {upon: loss, for: event.site, do: "heat[p] += 0.2 * event.dead / (1 person)"}
  hold: {rate: pace / 5 * (1 + active(march)), do: "begin holding[draw p from place by people[place]](worth = 2 USD)"}
  drop: {every: 9 day, do: "cancel min(1, active(march)) of march[draw p from place]"}
)yaml";

constexpr const char* kRest = R"yaml(strife: 1
time: {end: 200 day, record: 20 day}
sets: {town: [a, b, c]}
relations: {border: {between: [town, town], pairs: [[a, b], [b, c, 0.5]], symmetric: true}}
events: {fight: {site: town, dead: person, extra: 1}, loss_of: {site: town, dead: person}}
outcomes:
  fighters[t in town]: {state: "rebels.fighters[t]", series: true}
  heat[t in town]: {state: "rebels.north.heat[t]", series: true}
  seen: {state: rebels.north.seen}
  rumour[t in town]: {state: "rebels.north.rumour[t]", series: true}
  marching: {state: active(rebels.north.march), series: true}
  losses: {count: loss_of, where: event.dead > 2 person}
  money: {state: rebels.money}
  loot: {state: rebels.loot}
)yaml";

constexpr const char* kOwn = R"yaml(
  rebels:
    state:
      fighters[town]: {count: person, initial: 40}
      money: {level: USD, initial: 500}
      loot: {level: USD}
    activities:
      captives[t in town]: {attributes: {worth: USD}, duration: 20 day, finish: loot += own.worth}
    processes:
      join[t in town]: {rate: 0.2/day, do: "fighters[t] += 1 person"}
)yaml";

// What it sees of the scenario, under the scenario's names.
constexpr const char* kByHand = R"yaml(    instances:
      north:
        mechanism: by.hand
        requires:
          town: {set: "where"}
          border[town, town]: {relation: "who borders whom"}
          living[town]: {number: person}
          fighters[town]: {count: person}
          money: {level: USD}
          loss_of: {event: {site: town, dead: person}}
          captives[town]: {activity: {worth: USD}}
          army: {actor: "who else"}
)yaml";

const std::string kParameters = "parameters:\n  living[town]: {value: {a: 500 person, b: 300 person, c: 100 person}}\n";
const std::string kArmy = "  army:\n    state: {strength: {level: 1, initial: 0.5}}\n";
const std::string kBindings =
    "{place: town, near: border, people: living, stock: fighters, purse: money, loss: loss_of, holding: captives, rival: army}";

std::string used() {
    return std::string(kRest) + kParameters + "actors:" + kOwn + "    uses:\n      - all.names: {as: north, bind: " + kBindings +
           "}\n" + kArmy;
}

// Text with every line moved to the right, and names in it replaced.
std::string moved(const std::string& text, const std::string& by,
                  const std::vector<std::pair<std::string, std::string>>& replaced) {
    std::string result;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = text.find('\n', begin);
        result += by + text.substr(begin, end - begin) + "\n";
        begin = end + 1;
    }
    for (const auto& [from, to] : replaced) {
        for (std::size_t at = result.find(from); at != std::string::npos; at = result.find(from, at + to.size())) {
            result.replace(at, from.size(), to);
        }
    }
    return result;
}

// The part of the mechanism below a top-level key.
std::string section(const std::string& key) {
    const std::string text = kMechanism;
    const std::size_t begin = text.find("\n" + key + ":\n") + key.size() + 3;
    std::size_t end = begin;
    while (end < text.size() && text[end] == ' ') end = text.find('\n', end) + 1;
    return text.substr(begin, end - begin);
}

// The same with every name written out by hand, as the scenario calls it: no binding and no short name is left. Only the names
// of what is declared are those of an instance, because draws are keyed by them.
std::string by_hand() {
    const std::vector<std::pair<std::string, std::string>> names = {
        {"place]", "town]"},
        {"in place", "in town"},
        {"from place", "from town"},
        {"one_of: place", "one_of: town"},
        {"goal: place", "goal: town"},
        {"near[", "border["},
        {"people", "living"},
        {"stock", "fighters"},
        {"let rebels", "let moved"},
        {"-= rebels", "-= moved"},
        {"= rebels)", "= moved)"},
        {"for fighters in town if fighters in", "for q in town if q in"},
        {"heat[fighters]", "heat[q]"},
        {"purse", "money"},
        {"loss(", "loss_of("},
        {"recent(loss,", "recent(loss_of,"},
        {"upon: loss", "upon: loss_of"},
        {"holding[", "captives["},
        {"rival.", "army."},
        {" mood", " north.mood"},
        {"pace", "north.pace"},
        {"memory", "north.memory"},
        {"lean[", "north.lean["},
        {"weight[", "north.weight["},
        {"heat[", "north.heat["},
        {"rumour[", "north.rumour["},
        {"target", "north.target"},
        {"seen", "north.seen"},
        {"march", "north.march"},
        {"  set_out", "  north.set_out"},
        {"  watch:", "  north.watch:"},
        {"  mourn", "  north.mourn"},
        {"  hold:", "  north.hold:"},
        {"  drop:", "  north.drop:"}};
    const std::string own = kOwn;
    const std::size_t activities = own.find("    activities:");
    const std::size_t processes = own.find("    processes:");
    return std::string(kRest) + kParameters + moved(section("parameters"), "", names) + "define:\n" +
           "  north.mood: 1 + north.memory / (60 day)\n" + moved(section("define"), "", names) +
           "actors:" + own.substr(0, activities) + moved(section("state"), "    ", names) + "    perceives:\n" +
           moved(section("perceives"), "    ", names) + own.substr(activities, processes - activities) +
           moved(section("activities"), "    ", names) + own.substr(processes) + moved(section("processes"), "    ", names) +
           kByHand + kArmy;
}

TEST(Mechanism, IsTheSameRunAsTheSameThingWrittenByHand) {
    const auto instance = compile_text(used(), {{"mechanisms/all/names.yaml", kMechanism}});
    const auto hand = compile_text(by_hand());
    for (const Method method : {Method::linear, Method::coupled}) {
        for (std::uint64_t replication = 0; replication < 20; ++replication) {
            const RunValues a = run_once(*instance, method, 7, replication);
            EXPECT_TRUE(same_bits(a, run_once(*hand, method, 7, replication))) << replication;
            EXPECT_GT(a.events, 100U);
        }
    }
}

TEST(Mechanism, TwoInThereOneActorDoNotCollide) {
    constexpr const char* kCounter =
        "mechanism: Counting\nparameters: {pace: {unit: 1/day, value: 1}}\nstate: {n: {count: event}}\n"
        "processes: {count: {rate: pace, do: n += 1 event}}\n";
    const auto compile = [&](const std::string& uses) {
        return compile_text(
            "strife: 1\ntime: {end: 100 day}\nactors:\n  clerk:\n    uses:\n" + uses + "outcomes: {one: {state: clerk.one.n}}\n",
            {{"mechanisms/counting.yaml", kCounter}});
    };
    const auto both = compile("      - counting: {as: one, pace: 2}\n      - counting: {as: two, pace: 5}\n");
    const auto alone = compile("      - counting: {as: one, pace: 2}\n");
    const auto one = both->model.states[both->state("clerk.one.n")].first;
    const auto two = both->model.states[both->state("clerk.two.n")].first;
    double twos = 0.0;
    for (std::uint64_t i = 0; i < 50; ++i) {
        const RunValues pair = run_once(*both, Method::coupled, 3, i);
        const RunValues single = run_once(*alone, Method::coupled, 3, i);
        // Under the coupled scheme each has clocks of its own, so the other one changes nothing.
        EXPECT_EQ(pair.scalars[0], single.scalars[0]);
        EXPECT_EQ(pair.memory[one], pair.scalars[0]);
        twos += pair.memory[two];
    }
    // Poisson of mean 500, 50 times: standard error 3.2; six of them on either side.
    EXPECT_NEAR(twos / 50.0, 500.0, 19.0);
}

TEST(Mechanism, ParametersAreReadAsTheScenarioCallsThem) {
    const auto scenario = compile_text(
        "strife: 1\ntime: {end: 1 day}\nparameters: {pace: 4/day}\nactors:\n  clerk:\n    uses: [{m: {pace: pace / 2}}]\n"
        "outcomes:\n  pace: {state: m.pace * 1 day}\n  same: {state: clerk.m.pace * 1 day}\n  double: {state: clerk.m.double}\n"
        "  half: {state: m.half * 1 day}\n  same_half: {state: clerk.m.half * 1 day}\n",
        {{"mechanisms/m.yaml",
          "mechanism: m\nparameters: {pace: {unit: 1/day}}\ndefine: {half: pace / 2}\n"
          "state: {double: {level: 1, initial: 2 * pace * 1 day}}\n"}});
    const RunValues run = run_once(*scenario, Method::linear);
    EXPECT_EQ(run.scalars, (std::vector<double>{2.0, 2.0, 4.0, 1.0, 1.0}));
}

}  // namespace
}  // namespace strife
