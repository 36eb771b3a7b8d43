namespace AlignZeg.Datasets.Spools;

/// <summary>Texts that came before.</summary>
public interface ITextSet
{
    /// <summary>True if the text was not there; it is now.</summary>
    bool Add(string text);

    /// <summary>True if the text is there.</summary>
    bool Contains(string text);
}

/// <summary>Texts in memory, for those who know that they are few, or need them anyway.</summary>
internal sealed class MemorySet(StringComparer comparer) : ITextSet
{
    private readonly HashSet<string> _texts = new(comparer);

    /// <inheritdoc/>
    public bool Add(string text) => _texts.Add(text);

    /// <inheritdoc/>
    public bool Contains(string text) => _texts.Contains(text);
}
