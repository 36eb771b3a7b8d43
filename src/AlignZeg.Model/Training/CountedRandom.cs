namespace AlignZeg.Model.Training;

/// <summary>
/// A seeded random sequence that knows how far it is and can be brought there again: <see cref="Random"/> gives away no state, but every draw advances a seeded one by
/// exactly one number (a test holds that), so that the count is the state.
/// </summary>
internal sealed class CountedRandom(int seed)
{
    private Random _random = new(seed);

    /// <summary>Numbers drawn so far.</summary>
    public long Draws { get; private set; }

    /// <summary>Uniform in 0..bound-1.</summary>
    public int Next(int bound)
    {
        Draws++;
        return _random.Next(bound);
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble()
    {
        Draws++;
        return _random.NextDouble();
    }

    /// <summary>Starts anew and skips that many numbers.</summary>
    public void Seek(long draws)
    {
        (_random, Draws) = (new(seed), 0);
        while (Draws < draws) Next(1);
    }
}
