namespace AlignZeg.Model.Training;

/// <summary>Pictures in memory, in buckets of equal size, drawn in seeded random order; a batch comes from one bucket, picked in proportion to its size.</summary>
internal sealed class TrainingSet
{
    private readonly List<TrainingImage[]> _buckets;
    private readonly CountedRandom _random;
    private readonly int _count;

    /// <exception cref="ArgumentException">No pictures.</exception>
    public TrainingSet(IReadOnlyList<TrainingImage> images, int seed)
    {
        if (images.Count == 0) throw new ArgumentException("There are no pictures to train on.", nameof(images));
        _buckets = [.. images.GroupBy(i => (i.Width, i.Height)).OrderBy(g => g.Key).Select(g => g.ToArray())];
        (_count, _random) = (images.Count, new CountedRandom(seed));
    }

    /// <summary>Where the random sequence stands.</summary>
    public long Position => _random.Draws;

    /// <summary>Goes to where a sequence stood: what comes next is what came next then.</summary>
    public void Seek(long position) => _random.Seek(position);

    /// <summary>A batch of pictures of one size, fewer of them the larger they are.</summary>
    /// <param name="images">Number of pictures of 64 x 64; larger pictures count by their area.</param>
    public IReadOnlyList<TrainingImage> Next(int images)
    {
        int pick = _random.Next(_count), bucket = 0;
        while (pick >= _buckets[bucket].Length) pick -= _buckets[bucket++].Length;
        var from = _buckets[bucket];
        int count = Math.Max(2, (int)Math.Round(images * 64.0 * 64 / (from[0].Width * from[0].Height)));
        return [.. Enumerable.Range(0, count).Select(_ => from[_random.Next(from.Length)])];
    }

    /// <summary>That many pictures of the first bucket.</summary>
    public IReadOnlyList<TrainingImage> Take(int count) => [.. Enumerable.Range(0, count).Select(_ => _buckets[0][_random.Next(_buckets[0].Length)])];

    /// <summary>Decides how a batch is flipped; every picture will be re-lit.</summary>
    public TrainingBatch Augment(IReadOnlyList<TrainingImage> batch)
    {
        int[] flipped = [.. new[] { -1, -2 }.Where(_ => _random.Next(2) != 0)];
        return new(batch, new(Relight: true, flipped), Position);
    }

    public int NextInt(int bound) => _random.Next(bound);

    public double NextDouble() => _random.NextDouble();
}
