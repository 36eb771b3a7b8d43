using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AlignZeg.Datasets.Exports;

/// <summary>What an export wrote and what was lost on the way: <c>export-report.json</c>.</summary>
public sealed record ExportReport
{
    /// <summary>The report's file in the output folder.</summary>
    public const string FileName = "export-report.json";

    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The format.</summary>
    public required string Format { get; init; }

    /// <summary>Images in the export.</summary>
    public required long Images { get; init; }

    /// <summary>True if the source was not finished: images are missing that may come yet.</summary>
    public required bool Partial { get; init; }

    /// <summary>True if a reader gets every label of every image, and no image was left out.</summary>
    public bool Lossless => ChangedPixels == 0 && DroppedHoles == 0 && DroppedParts == 0 && LeftOut == 0;

    /// <summary>Pixels of the images.</summary>
    public required long Pixels { get; init; }

    /// <summary>Pixels that a reader gets another label for.</summary>
    public required long ChangedPixels { get; init; }

    /// <summary>Holes that a polygon could not have. A part that lies in one and is painted later is still there.</summary>
    public required long DroppedHoles { get; init; }

    /// <summary>Parts that the format has no place for.</summary>
    public required long DroppedParts { get; init; }

    /// <summary>Connected parts that share a record with another part of their class: no pixel is lost by it.</summary>
    public required long MergedParts { get; init; }

    /// <summary>Classes whose id in the format is not their id in the vocabulary.</summary>
    public required int RemappedIds { get; init; }

    /// <summary>Images left out.</summary>
    public required long LeftOut { get; init; }

    /// <summary>The first thousand of those.</summary>
    public required IReadOnlyList<LeftOutImage> LeftOutImages { get; init; }

    /// <summary>What a user should know of the readers.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Per class.</summary>
    public required IReadOnlyList<ExportedClass> Classes { get; init; }

    /// <summary>The report as a file.</summary>
    public byte[] ToJson() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Options), (byte)'\n'];

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static ExportReport FromJson(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<ExportReport>(json, Options) ?? throw new JsonException("A report is an object, not null.");

    /// <summary>What was lost, in words; empty if nothing was.</summary>
    public string Losses()
    {
        (long Count, string One, string Many)[] losses =
        [
            (ChangedPixels, "pixel read back with another label", "pixels read back with another label"), (DroppedHoles, "hole dropped", "holes dropped"),
            (DroppedParts, "part dropped", "parts dropped"), (LeftOut, "image left out", "images left out"),
        ];
        return string.Join(", ", losses.Where(loss => loss.Count > 0).Select(loss => string.Create(CultureInfo.InvariantCulture, $"{loss.Count:N0} {(loss.Count == 1 ? loss.One : loss.Many)}")));
    }
}

/// <summary>An image that is not in the export.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Reason">A sentence.</param>
public sealed record LeftOutImage(string Name, string Reason);

/// <summary>A class in the export.</summary>
/// <param name="Id">In the vocabulary.</param>
/// <param name="Name">Its name.</param>
/// <param name="ExportedId">In the format.</param>
/// <param name="Pixels">In the source.</param>
/// <param name="RoundTripIou">Of the source with what a reader gets, 0..1; null if neither has the class.</param>
public sealed record ExportedClass(int Id, string Name, long ExportedId, long Pixels, double? RoundTripIou);
