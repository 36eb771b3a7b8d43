using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AlignZeg.Cli.Results;

namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>Figures by a name that is made of all that they follow from, in one file beside the report: with it a call goes on where no models are, also on another machine.</summary>
/// <param name="file">Need not be there.</param>
internal sealed class KnownFigures(string file)
{
    private static readonly TimeSpan LongestTurn = TimeSpan.FromMinutes(1);
    private readonly SortedDictionary<string, JsonElement> _figures = WholeFile.Read<SortedDictionary<string, JsonElement>>(file) ?? new(StringComparer.Ordinal);

    /// <summary>A name for what follows from nothing but this.</summary>
    public static string NameOf<T>(T origin) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(origin, ResultJson.Line)))[..16];

    /// <summary>Whether something is known under a name.</summary>
    public bool Has(string name) => _figures.ContainsKey(name);

    /// <summary>What is known under a name, else what is made now; written down at once; null where it could not be made.</summary>
    public T? Get<T>(string name, Func<T?> make) where T : class
    {
        if (_figures.TryGetValue(name, out var known)) return known.Deserialize<T>();
        if (make() is not { } figure) return null;
        _figures[name] = JsonSerializer.SerializeToElement(figure);
        Save();
        return figure;
    }

    // With what another process has written since: two may share the file, and neither undoes what the other has found.
    private void Save()
    {
        using var turn = Turn();
        foreach (var (name, figure) in WholeFile.Read<Dictionary<string, JsonElement>>(file) ?? []) _figures.TryAdd(name, figure);
        Write();
    }

    private FileStream Turn()
    {
        FileStream? turn = null;
        return SpinWait.SpinUntil(() => (turn = LockFile.TryTake(file + ".lock")) is not null, LongestTurn) ? turn! : throw new IOException($"Another process has held '{file}.lock' for a minute; see what it is at.");
    }

    // A line per name.
    private void Write() => WholeFile.Write(file, Encoding.UTF8.GetBytes($"{{\n{string.Join(",\n", _figures.Select(one => $"{JsonSerializer.Serialize(one.Key)}: {one.Value.GetRawText()}"))}\n}}\n"));
}
