// SPDX-License-Identifier: Apache-2.0
#include "kernel/item_pool.h"

#include <cmath>

namespace strife {
namespace {
constexpr double kGenerations = 2097152.0;  // 2^21: number and generation fit the 53 bits of a double
}

void ItemPool::reset(std::size_t n_lists, std::size_t n_fields) {
    n_fields_ = n_fields == 0 ? 1 : n_fields;
    items_.clear();
    fields_.clear();
    free_.clear();
    live_.clear();
    lists_.resize(n_lists);
    for (auto& list : lists_) list.clear();
}

std::uint32_t ItemPool::add(std::uint32_t list, std::uint32_t activity, std::uint32_t member) {
    std::uint32_t item = 0;
    if (free_.empty()) {
        item = static_cast<std::uint32_t>(items_.size());
        items_.emplace_back();
        live_.push_back(0);
        fields_.resize(fields_.size() + n_fields_, 0.0);
    } else {
        item = free_.back();
        free_.pop_back();
    }
    Item& it = items_[item];
    it.activity = activity;
    it.member = member;
    it.place = static_cast<std::uint32_t>(lists_[list].size());
    it.has_end = 0;
    ++it.generation;
    live_[item] = 1;
    lists_[list].push_back(item);
    return item;
}

void ItemPool::remove(std::uint32_t list, std::uint32_t item) {
    std::vector<std::uint32_t>& members = lists_[list];
    const std::uint32_t place = items_[item].place;
    members[place] = members.back();
    items_[members[place]].place = place;
    members.pop_back();
    live_[item] = 0;
    free_.push_back(item);
}

double ItemPool::handle(std::uint32_t item) const {
    return std::fmod(items_[item].generation, kGenerations) + kGenerations * item;
}

bool ItemPool::find(double handle, std::uint32_t& item) const {
    const double number = std::floor(handle / kGenerations);
    if (!(number >= 0.0) || number >= static_cast<double>(items_.size())) return false;
    item = static_cast<std::uint32_t>(number);
    return live_[item] != 0 && this->handle(item) == handle;
}

}  // namespace strife
