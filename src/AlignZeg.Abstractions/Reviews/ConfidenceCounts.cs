using System.Text.Json;

namespace AlignZeg.Abstractions.Reviews;

/// <summary>
/// Per class how many of the pixels that it was given are right and how many wrong, by their confidence: all that thresholds can be fitted from. Counts of several
/// images add up.
/// </summary>
public sealed class ConfidenceCounts
{
    /// <summary>Steps of confidence: those of confidence maps, 0..255 for 0..1.</summary>
    public const int Steps = 256;

    private readonly SortedDictionary<int, (long[] Right, long[] Wrong)> _classes = [];

    /// <summary>Pixels of which somebody said what they are, whatever the model made of them.</summary>
    public long Known { get; set; }

    /// <summary>Classes that were given to a pixel, ascending.</summary>
    public IEnumerable<int> Classes => _classes.Keys;

    /// <summary>Counts pixels that were given a class.</summary>
    /// <param name="id">The class.</param> <param name="confidence">0..255 for 0..1.</param> <param name="right">Whether they are of it.</param> <param name="pixels">How many.</param>
    public void Add(int id, byte confidence, bool right, long pixels = 1)
    {
        var (rights, wrongs) = Of(id);
        (right ? rights : wrongs)[confidence] += pixels;
    }

    /// <summary>Adds all that another has counted.</summary>
    public void Add(ConfidenceCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Known += other.Known;
        foreach (var (id, (right, wrong)) in other._classes)
        {
            var (rights, wrongs) = Of(id);
            for (int step = 0; step < Steps; step++) (rights[step], wrongs[step]) = (rights[step] + right[step], wrongs[step] + wrong[step]);
        }
    }

    /// <summary>The pixels of a class from a step on.</summary>
    public (long Right, long Wrong) From(int id, int step)
    {
        if (!_classes.TryGetValue(id, out var counts)) return (0, 0);
        return (counts.Right.AsSpan(step).ToArray().Sum(), counts.Wrong.AsSpan(step).ToArray().Sum());
    }

    /// <summary>JSON: <c>{"known": 9, "classes": {"3": [[step, right, wrong], …]}}</c>, steps without pixels left out.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(new Stored(Known, _classes.ToDictionary(one => one.Key, one => Rows(one.Value.Right, one.Value.Wrong))), JsonSerializerOptions.Web);

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="JsonException">Not such bytes.</exception>
    public static ConfidenceCounts Parse(ReadOnlySpan<byte> json)
    {
        var stored = JsonSerializer.Deserialize<Stored>(json, JsonSerializerOptions.Web) ?? throw new JsonException("Counts are an object, not null.");
        var counts = new ConfidenceCounts { Known = stored.Known };
        foreach (var (id, rows) in stored.Classes)
            foreach (long[] row in rows) (counts.Of(id).Right[row[0]], counts.Of(id).Wrong[row[0]]) = (row[1], row[2]);
        return counts;
    }

    private static long[][] Rows(long[] right, long[] wrong) => [.. Enumerable.Range(0, Steps).Where(step => right[step] + wrong[step] > 0).Select(step => new[] { step, right[step], wrong[step] })];

    private (long[] Right, long[] Wrong) Of(int id)
    {
        if (!_classes.TryGetValue(id, out var counts)) _classes[id] = counts = (new long[Steps], new long[Steps]);
        return counts;
    }

    private sealed record Stored(long Known, Dictionary<int, long[][]> Classes);
}
