using AlignZeg.Model.Inference;

namespace AlignZeg.Grains.Workers;

/// <summary>How many images of a size a device has memory for at a time: learnt when it has not, forgotten slowly, since what was in the way may have left.</summary>
/// <remarks>Not thread-safe: belongs to one device's worker.</remarks>
internal sealed class BatchLimits(int most)
{
    /// <summary>Full batches that have to fit before one more image is tried.</summary>
    public const int GrowAfter = 16;

    private readonly Dictionary<(string Model, InputSize Size), Limit> _limits = [];

    /// <summary>Images to try at a time.</summary>
    public int Of(string model, InputSize size) => _limits.TryGetValue((model, size), out var limit) ? limit.Images : most;

    /// <summary>So many did not fit: half of them is the most from now on.</summary>
    public void Halve(string model, InputSize size, int images) => _limits[(model, size)] = new(Math.Max(1, images / 2), 0);

    /// <summary>So many did fit.</summary>
    public void Fit(string model, InputSize size, int images)
    {
        if (!_limits.TryGetValue((model, size), out var limit) || images < limit.Images) return;
        if (limit.Fitted + 1 < GrowAfter) _limits[(model, size)] = limit with { Fitted = limit.Fitted + 1 };
        else if (limit.Images + 1 < most) _limits[(model, size)] = new(limit.Images + 1, 0);
        else _limits.Remove((model, size));
    }

    private readonly record struct Limit(int Images, int Fitted);
}
