namespace AlignZeg.Grains.Datasets;

/// <summary>
/// Finds texts that occur twice among very many, in four bytes per text: first all are added, then all are looked at again, and only those whose
/// hash occurred twice are compared as texts.
/// </summary>
internal sealed class RepeatedTexts(StringComparer comparer)
{
    private readonly List<int> _hashes = [];
    private readonly HashSet<string> _seen = new(comparer);
    private HashSet<int> _suspects = [];

    /// <summary>First time through.</summary>
    public void Add(string text) => _hashes.Add(comparer.GetHashCode(text));

    /// <summary>Between the times; true if a second one is needed.</summary>
    public bool FindSuspects()
    {
        _hashes.Sort();
        _suspects = [.. Enumerable.Range(1, Math.Max(0, _hashes.Count - 1)).Where(i => _hashes[i] == _hashes[i - 1]).Select(i => _hashes[i])];
        _hashes.Clear();
        _hashes.TrimExcess();
        return _suspects.Count > 0;
    }

    /// <summary>Second time through: true if the text came before.</summary>
    public bool IsRepeated(string text) => _suspects.Contains(comparer.GetHashCode(text)) && !_seen.Add(text);
}
