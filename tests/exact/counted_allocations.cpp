// SPDX-License-Identifier: Apache-2.0
#include "counted_allocations.h"

#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <new>

namespace {
std::atomic<std::size_t> allocations{0};
std::atomic<std::size_t> bytes{0};

void give_back(void* place) noexcept {
    bytes.fetch_sub(malloc_usable_size(place), std::memory_order_relaxed);
    std::free(place);
}
}  // namespace

void* operator new(std::size_t size) {
    allocations.fetch_add(1, std::memory_order_relaxed);
    if (void* place = std::malloc(size == 0 ? 1 : size)) {
        bytes.fetch_add(malloc_usable_size(place), std::memory_order_relaxed);
        return place;
    }
    throw std::bad_alloc();
}
void* operator new(std::size_t size, std::align_val_t alignment) {
    const auto line = static_cast<std::size_t>(alignment);
    allocations.fetch_add(1, std::memory_order_relaxed);
    if (void* place = std::aligned_alloc(line, (size + line) / line * line)) {
        bytes.fetch_add(malloc_usable_size(place), std::memory_order_relaxed);
        return place;
    }
    throw std::bad_alloc();
}
void operator delete(void* place) noexcept {
    give_back(place);
}
void operator delete(void* place, std::size_t) noexcept {
    give_back(place);
}
void operator delete(void* place, std::align_val_t) noexcept {
    give_back(place);
}
void operator delete(void* place, std::size_t, std::align_val_t) noexcept {
    give_back(place);
}

namespace strife {

std::size_t allocation_count() {
    return allocations.load(std::memory_order_relaxed);
}

std::size_t bytes_in_use() {
    return bytes.load(std::memory_order_relaxed);
}

}  // namespace strife
