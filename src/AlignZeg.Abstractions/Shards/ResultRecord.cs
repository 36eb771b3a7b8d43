using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AlignZeg.Abstractions.Tenants;

namespace AlignZeg.Abstractions.Shards;

/// <summary>
/// The result of one image: a line of the result log, in JSON with snake_case keys. Everything but <see cref="Timings"/> is the same bytes
/// whenever the same image is labelled by the same model with the same vocabulary.
/// </summary>
public sealed record ResultRecord
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Index within the job, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Name within the dataset.</summary>
    public required string Image { get; init; }

    /// <summary>What became of it.</summary>
    public required ResultStatus Status { get; init; }

    /// <summary>Which try this is, from 2 on; null = the first. A later try of a failed image stands in place of the earlier ones.</summary>
    public int? Attempt { get; init; }

    /// <summary>Failed: a code, lower case with underscores.</summary>
    public string? Reason { get; init; }

    /// <summary>Failed: one sentence.</summary>
    public string? Message { get; init; }

    /// <summary>Width in pixels, upright; null if it could not be decoded.</summary>
    public int? Width { get; init; }

    /// <summary>Height in pixels, upright; null if it could not be decoded.</summary>
    public int? Height { get; init; }

    /// <summary>Size of the encoded image; null if it could not be read.</summary>
    public long? Bytes { get; init; }

    /// <summary>SHA-256 of the encoded image, lower-case hex; null if it could not be read.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Blob name of the label map.</summary>
    public string? Mask { get; init; }

    /// <summary>Blob name of the confidence map, if asked for.</summary>
    public string? Confidence { get; init; }

    /// <summary>Blob name of the overlay, if asked for.</summary>
    public string? Overlay { get; init; }

    /// <summary>The classes that have pixels, by ascending id.</summary>
    public IReadOnlyList<ResultClass> Classes { get; init; } = [];

    /// <summary>How much a person should look at the image before others, 0 to 1, from its scores; null if it failed, or was labelled before there was such a figure.</summary>
    public double? Uncertainty { get; init; }

    /// <summary>Milliseconds by stage; differs from run to run.</summary>
    public ResultTimings? Timings { get; init; }

    /// <summary>What the dataset says about the image: an object. Never in a log; who reads results is given it with them. Null = it says nothing.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>What the result has used.</summary>
    public LabellingUsage Usage() => new(1, (long)(Width ?? 0) * (Height ?? 0), Bytes ?? 0, Timings?.DeviceMs ?? 0, Timings?.Reused == true ? 1 : 0);

    /// <summary>The line, without its newline.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, Options);

    /// <summary>Reads what <see cref="ToLine"/> wrote.</summary>
    /// <exception cref="JsonException">Not such a line.</exception>
    public static ResultRecord Parse(string line) => JsonSerializer.Deserialize<ResultRecord>(line, Options) ?? throw new JsonException("A record is an object, not null.");
}

/// <summary>What became of an image.</summary>
public enum ResultStatus
{
    /// <summary>Labelled.</summary>
    Ok,

    /// <summary>Not labelled, for a reason of its own.</summary>
    Failed,
}

/// <summary>A class in one label map.</summary>
/// <param name="Id">Its id in the vocabulary.</param>
/// <param name="Name">Its name.</param>
/// <param name="Pixels">Number of pixels with the id.</param>
/// <param name="Score">Mean confidence over them, 0 to 1, four decimals.</param>
public sealed record ResultClass(int Id, string Name, long Pixels, double Score);

/// <summary>Where the time of one image went, in milliseconds.</summary>
/// <param name="ReadMs">Reading its bytes.</param>
/// <param name="DecodeMs">Decoding and resizing.</param>
/// <param name="DeviceMs">Its share of its batch on the device.</param>
/// <param name="EncodeMs">Encoding its outputs.</param>
/// <param name="WriteMs">Writing them.</param>
/// <param name="Reused">True if the result was taken over from the same picture; which of several copies is computed differs from run to run.</param>
public sealed record ResultTimings(double ReadMs, double DecodeMs, double DeviceMs, double EncodeMs, double WriteMs, bool? Reused = null);
