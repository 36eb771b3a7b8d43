using AlignZeg.Model.Inference;

namespace AlignZeg.Model.Training;

/// <summary>Pictures in buckets of equal size, drawn in seeded random order; a batch comes from one bucket, picked in proportion to its size.</summary>
internal sealed class TrainingSet
{
    private readonly List<TrainingImage[]> _buckets;
    private readonly Random _random;
    private readonly int _count;

    /// <exception cref="ArgumentException">No pictures.</exception>
    public TrainingSet(IReadOnlyList<TrainingImage> images, int seed)
    {
        if (images.Count == 0) throw new ArgumentException("There are no pictures to train on.", nameof(images));
        _buckets = [.. images.GroupBy(i => (i.Width, i.Height)).OrderBy(g => g.Key).Select(g => g.ToArray())];
        (_count, _random) = (images.Count, new Random(seed));
    }

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

    /// <summary>Pixels and labels of a batch, flipped and re-lit at random.</summary>
    /// <returns>Normalised [B, 3, H, W]; labels [B, H, W] 64-bit, or null without labels.</returns>
    public (Tensor Images, Tensor? Labels) Load(IReadOnlyList<TrainingImage> batch, Device device)
    {
        using var scope = NewDisposeScope();
        var images = PixelTensor.Of([.. batch.Select(i => i.Rgb)], batch[0].Width, batch[0].Height, device);        // [B, 3, H, W], 0..1
        images = (images * (.85 + .3 * rand(batch.Count, 1, 1, 1, device: device))).clamp(0, 1);
        Tensor? labels = batch[0].Labels.Length == 0 ? null
            : tensor(batch.SelectMany(i => i.Labels).ToArray(), [batch.Count, batch[0].Height, batch[0].Width], device: device).to(ScalarType.Int64);
        foreach (int axis in new[] { -1, -2 })
        {
            if (_random.Next(2) == 0) continue;
            images = images.flip(axis);
            labels = labels?.flip(axis);
        }

        return (PixelTensor.Normalise(images).MoveToOuterDisposeScope(), labels?.MoveToOuterDisposeScope());
    }

    public int NextInt(int bound) => _random.Next(bound);

    public double NextDouble() => _random.NextDouble();
}
