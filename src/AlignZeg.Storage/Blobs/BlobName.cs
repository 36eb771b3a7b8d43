using System.Text;

namespace AlignZeg.Storage.Blobs;

/// <summary>
/// Names that every store can hold: segments between single slashes; no <c>.</c> or <c>..</c>, no backslash or control character, the first segment
/// not starting with a dot; 200 UTF-8 bytes a segment, 900 in all.
/// </summary>
public static class BlobName
{
    /// <summary>Most UTF-8 bytes of a segment.</summary>
    public const int MaxSegmentBytes = 200;

    /// <summary>Most UTF-8 bytes of a name.</summary>
    public const int MaxBytes = 900;

    /// <summary>Gives the name back if every store can hold it.</summary>
    /// <exception cref="ArgumentException">It cannot; the message says why.</exception>
    public static string Check(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Fault(name) is { } fault ? throw new ArgumentException($"The blob name '{name}' {fault}.", nameof(name)) : name;
    }

    private static string? Fault(string name)
    {
        if (name.Length == 0) return "is empty";
        if (name[0] == '.') return "starts with a dot";
        if (Encoding.UTF8.GetByteCount(name) > MaxBytes) return $"is longer than {MaxBytes} bytes";
        if (name.Any(character => character == '\\' || char.IsControl(character))) return "has a backslash or a control character";
        return name.Split('/').Select(SegmentFault).FirstOrDefault(fault => fault is not null);
    }

    private static string? SegmentFault(string segment) => segment switch
    {
        "" => "has an empty segment",
        "." or ".." => "has a segment of dots",
        _ => Encoding.UTF8.GetByteCount(segment) > MaxSegmentBytes ? $"has a segment longer than {MaxSegmentBytes} bytes" : null,
    };
}
