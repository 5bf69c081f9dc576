//! The allocator: free lists for small blocks over the system's, which remembers that memory ran out.
//!
//! An interpreter allocates small blocks all the time (arguments, errors, strings), where the system's allocator takes three
//! to four times as long as taking the head of a list. Freed small blocks are kept for their size; an instance serves one
//! script, whose sizes repeat.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::UnsafeCell;
use std::ptr::null_mut;

/// Sizes are rounded up to this, which is also the alignment of every small block.
const STEP: usize = 16;
/// Larger blocks go to the system: above it Rhai keeps buffers that grow, which `realloc` there can often extend in place.
const LARGEST_SMALL: usize = 512;
/// Small blocks are cut from pieces of this size, a quarter of a WebAssembly page.
const PIECE: usize = 16 * 1024;
const CLASSES: usize = LARGEST_SMALL / STEP + 1;

struct Lists {
	/// Head of the list of free blocks of each size; a free block's first word is the next one.
	free: [*mut u8; CLASSES],
	piece: *mut u8,
	piece_left: usize,
	exhausted: bool,
}

struct SmallBlocks(UnsafeCell<Lists>);

// SAFETY: a WebAssembly instance has one thread.
unsafe impl Sync for SmallBlocks {}

#[global_allocator]
static ALLOCATOR: SmallBlocks = SmallBlocks(UnsafeCell::new(Lists {
	free: [null_mut(); CLASSES],
	piece: null_mut(),
	piece_left: 0,
	exhausted: false,
}));

fn is_small(layout: &Layout) -> bool {
	layout.size() <= LARGEST_SMALL && layout.align() <= STEP
}

const fn class(size: usize) -> usize {
	size.div_ceil(STEP)
}

impl Lists {
	#[inline]
	fn noted(&mut self, pointer: *mut u8) -> *mut u8 {
		if pointer.is_null() {
			self.exhausted = true;
		}
		pointer
	}

	#[cold]
	#[inline(never)]
	unsafe fn cut(&mut self, size: usize) -> *mut u8 {
		if self.piece_left < size {
			// SAFETY: the layout is valid and not empty.
			let piece = unsafe { System.alloc(Layout::from_size_align_unchecked(PIECE, STEP)) };
			if self.noted(piece).is_null() {
				return piece;
			}
			// What is left of the piece before serves smaller sizes.
			if self.piece_left >= STEP {
				unsafe { self.give(self.piece, (self.piece_left / STEP).min(CLASSES - 1)) };
			}
			self.piece = piece;
			self.piece_left = PIECE;
		}
		let block = self.piece;
		// SAFETY: `size` bytes are left in the piece.
		self.piece = unsafe { block.add(size) };
		self.piece_left -= size;
		block
	}

	#[inline]
	unsafe fn take(&mut self, size: usize) -> *mut u8 {
		let class = class(size);
		let head = self.free[class];
		if head.is_null() {
			return unsafe { self.cut(class * STEP) };
		}
		// SAFETY: a free block of this class holds the pointer that `give` wrote.
		self.free[class] = unsafe { head.cast::<*mut u8>().read() };
		head
	}

	#[inline]
	unsafe fn give(&mut self, block: *mut u8, class: usize) {
		// SAFETY: the block is no longer used and at least STEP bytes long.
		unsafe { block.cast::<*mut u8>().write(self.free[class]) };
		self.free[class] = block;
	}
}

// SAFETY: small blocks are disjoint pieces of system blocks, of at least the asked size and alignment; the rest is the
// system's. The size of a block decides whose it is, and `Layout` says it truly on both sides.
unsafe impl GlobalAlloc for SmallBlocks {
	#[inline]
	unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
		let lists = unsafe { &mut *self.0.get() };
		if is_small(&layout) {
			return unsafe { lists.take(layout.size()) };
		}
		let pointer = unsafe { System.alloc(layout) };
		lists.noted(pointer)
	}

	#[inline]
	unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
		if is_small(&layout) {
			return unsafe { (*self.0.get()).give(pointer, class(layout.size())) };
		}
		unsafe { System.dealloc(pointer, layout) }
	}

	unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
		if is_small(&layout) {
			let pointer = unsafe { self.alloc(layout) };
			if !pointer.is_null() {
				unsafe { pointer.write_bytes(0, layout.size()) };
			}
			return pointer;
		}
		let pointer = unsafe { System.alloc_zeroed(layout) };
		unsafe { (*self.0.get()).noted(pointer) }
	}

	unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
		let wanted = unsafe { Layout::from_size_align_unchecked(size, layout.align()) };
		match (is_small(&layout), is_small(&wanted)) {
			(false, false) => {
				let moved = unsafe { System.realloc(pointer, layout, size) };
				unsafe { (*self.0.get()).noted(moved) }
			}
			(true, true) if class(layout.size()) == class(size) => pointer,
			_ => {
				let moved = unsafe { self.alloc(wanted) };
				if !moved.is_null() {
					unsafe { pointer.copy_to_nonoverlapping(moved, layout.size().min(size)) };
					unsafe { self.dealloc(pointer, layout) };
				}
				moved
			}
		}
	}
}

/// 1 when an allocation failed. Meant to be read after a trap: the declared maximum was reached.
#[no_mangle]
pub extern "C" fn memory_exhausted() -> u32 {
	// SAFETY: nothing else runs.
	u32::from(unsafe { (*ALLOCATOR.0.get()).exhausted })
}
