namespace AlignZeg.Model.Training;

/// <summary>Means of named numbers since the last report.</summary>
internal sealed class RunningMeans
{
    private readonly Dictionary<string, (double Sum, int Count)> _sums = [];

    public void Add(string name, Tensor value)
    {
        var (sum, count) = _sums.GetValueOrDefault(name);
        _sums[name] = (sum + value.item<float>(), count + 1);
    }

    public IReadOnlyDictionary<string, double> Take()
    {
        var means = _sums.ToDictionary(s => s.Key, s => s.Value.Sum / s.Value.Count);
        _sums.Clear();
        return means;
    }
}
