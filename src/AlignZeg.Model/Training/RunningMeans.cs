namespace AlignZeg.Model.Training;

/// <summary>Means of named numbers since the last report.</summary>
internal sealed class RunningMeans
{
    private Dictionary<string, MeanSum> _sums = [];

    /// <summary>What was added since the last report.</summary>
    public IReadOnlyDictionary<string, MeanSum> Sums
    {
        get => _sums;
        set => _sums = new(value);
    }

    public void Add(string name, Tensor value)
    {
        var (sum, count) = _sums.GetValueOrDefault(name) ?? new(0, 0);
        _sums[name] = new(sum + value.item<float>(), count + 1);
    }

    public IReadOnlyDictionary<string, double> Take()
    {
        var means = _sums.ToDictionary(s => s.Key, s => s.Value.Sum / s.Value.Count);
        _sums.Clear();
        return means;
    }
}

/// <summary>A mean in the making.</summary>
/// <param name="Sum">Of the numbers so far.</param> <param name="Count">How many.</param>
internal sealed record MeanSum(double Sum, int Count);
