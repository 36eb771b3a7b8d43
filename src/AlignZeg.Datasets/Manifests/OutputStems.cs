using AlignZeg.Datasets.Spools;

namespace AlignZeg.Datasets.Manifests;

/// <summary>
/// The rule by which outputs are named. An image's stem is its name without the image extension: <c>photos/a.jpg</c> → <c>photos/a</c>. Where two images
/// would share a stem (<c>a.jpg</c> and <c>a.png</c>, or <c>A.jpg</c> on systems that ignore case), each of them keeps its extension instead: <c>a.jpg</c>,
/// <c>a.png</c>. Should that be taken too, <c>~2</c>, <c>~3</c> … follow. A folder whose name ends like an output (<c>a.png/</c>) gets a <c>_</c>, so that
/// no output has to be both file and folder. The stems depend on the set of names only, not on their order.
/// </summary>
/// <param name="sets">Makes sets that ignore case: three at most.</param>
internal sealed class OutputStems(Func<ITextSet> sets) : IDisposable
{
    private static readonly string[] OutputExtensions = [".png", ".jpg", ".json"];
    private readonly ITextSet _plain = sets();
    private ITextSet? _shared, _others;

    /// <summary>For very many names.</summary>
    /// <param name="directory">Folder for files without names; null = the system's.</param>
    public static OutputStems In(string? directory = null) => new(() => new SpooledSet(directory, ignoreCase: true));

    /// <summary>First time through: a name, in any order.</summary>
    public void Add(string name)
    {
        var plain = PlainOf(name);
        if (!_plain.Add(plain)) (_shared ??= sets()).Add(plain);
    }

    /// <summary>Second time through, when all names were added: the stem of the next one.</summary>
    /// <param name="name">In ordinal order; each once.</param>
    public string Next(string name)
    {
        if (!IsShared(name)) return PlainOf(name);
        _others ??= sets();
        return UniqueNames.Take(MarkFolders(name), "", stem => !IsPlainStem(stem) && _others.Add(stem));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var set in new[] { _plain, _shared, _others }.OfType<IDisposable>()) set.Dispose();
    }

    private static string PlainOf(string name) => ImageExtensions.Strip(MarkFolders(name));

    private bool IsShared(string name) => _shared is not null && _shared.Contains(PlainOf(name));

    // What several would share is nobody's.
    private bool IsPlainStem(string stem) => _plain.Contains(stem) && !_shared!.Contains(stem);

    private static string MarkFolders(string name)
    {
        if (!name.Contains('/')) return name;
        var segments = name.Split('/');
        for (var i = 0; i < segments.Length - 1; i++)
        {
            if (OutputExtensions.Contains(Path.GetExtension(segments[i]), StringComparer.OrdinalIgnoreCase)) segments[i] += "_";
        }

        return string.Join('/', segments);
    }
}
