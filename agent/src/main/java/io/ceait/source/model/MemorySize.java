package io.ceait.source.model;

/**
 * An amount of memory. Published coefficients are per gigabyte of memory module, and a module of 64 GB holds 64 × 2^30
 * bytes (JEDEC counts that way, and so do the tools that publish the coefficients), so a gigabyte here is 2^30 bytes.
 * With 10^9 every estimate would be 7.4 % higher, far inside the ±50 % of the models.
 */
public record MemorySize(long bytes) {

    private static final double BYTES_PER_GIGABYTE = 1L << 30;

    public MemorySize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a memory size is at least 0 bytes, not " + bytes);
        }
    }

    public static MemorySize ofBytes(long bytes) {
        return new MemorySize(bytes);
    }

    public static MemorySize ofGigabytes(double gigabytes) {
        return new MemorySize(Math.round(gigabytes * BYTES_PER_GIGABYTE));
    }

    public double gigabytes() {
        return bytes / BYTES_PER_GIGABYTE;
    }
}
