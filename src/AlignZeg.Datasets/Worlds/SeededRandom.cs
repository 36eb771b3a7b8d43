namespace AlignZeg.Datasets.Worlds;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood 2014): the same seed gives the same numbers on every machine and runtime, which System.Random does not promise.
/// </summary>
public sealed class SeededRandom
{
    private ulong _state;

    /// <summary>Starts the sequence of the seed; further numbers (an image's index, say) open independent sequences.</summary>
    public SeededRandom(long seed, params ReadOnlySpan<long> streams)
    {
        _state = Mix((ulong)seed + 0x9E3779B97F4A7C15);
        foreach (long stream in streams) _state = Mix(_state ^ Mix((ulong)stream + 0xD1B54A32D192ED03));
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [low, high).</summary>
    public double Uniform(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>A uniform integer in [0, bound).</summary>
    public int Next(int bound) => (int)(NextDouble() * bound);

    /// <summary>A uniform integer in [low, high], both included.</summary>
    public int Between(int low, int high) => low + Next(high - low + 1);

    /// <summary>Approximately normal, mean 0, variance 1 (sum of twelve uniforms, ours: no tails, no logarithm that differs between platforms).</summary>
    public double Normal()
    {
        double sum = -6;
        for (int i = 0; i < 12; i++) sum += NextDouble();
        return sum;
    }

    /// <summary>Fisher-Yates, in place.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private ulong NextUInt64() => Mix(_state += 0x9E3779B97F4A7C15);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
