using System.Globalization;
using System.Text.Json;

namespace AlignZeg.Model.Bundles;

/// <summary>How a CLIP wants its pictures: short side resized (antialiased bicubic), centre cropped to a square, then (x / 255 - mean) / deviation per channel.</summary>
/// <param name="ShortSide">Pixels.</param> <param name="Crop">Side of the square, pixels; at most the short side.</param>
/// <param name="Mean">Of red, green and blue, for values 0..1.</param> <param name="Deviation">Likewise.</param>
public sealed record ImagePreprocessing(int ShortSide, int Crop, IReadOnlyList<float> Mean, IReadOnlyList<float> Deviation)
{
    /// <summary>Name of Hugging Face's file.</summary>
    internal const string File = "preprocessor_config.json";

    private static readonly float[] ClipMean = [0.48145466f, 0.4578275f, 0.40821073f], ClipDeviation = [0.26862954f, 0.26130258f, 0.27577711f];

    /// <summary>That of openai/CLIP: short side and crop are the side of the training images.</summary>
    public static ImagePreprocessing ForSide(int side) => new(side, side, ClipMean, ClipDeviation);

    /// <summary>Reads Hugging Face's preprocessor_config.json of a folder; what it does not say is as in openai/CLIP.</summary>
    /// <param name="directory">Where the file may be.</param> <param name="side">Of the training images, pixels.</param>
    /// <exception cref="ModelBundleException">The file makes no sense.</exception>
    internal static ImagePreprocessing Read(string directory, int side)
    {
        var path = Path.Combine(directory, File);
        if (!System.IO.File.Exists(path)) return ForSide(side);
        try
        {
            using var json = JsonDocument.Parse(System.IO.File.ReadAllBytes(path));
            var root = json.RootElement;
            int shortSide = Side(root, "size", side), crop = Side(root, "crop_size", Math.Min(side, shortSide));
            return new ImagePreprocessing(shortSide, crop, Channels(root, "image_mean", ClipMean), Channels(root, "image_std", ClipDeviation)).Checked();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new ModelBundleException($"'{path}' does not say how to prepare pictures: {e.Message} Copy the model again.", e);
        }
    }

    private ImagePreprocessing Checked()
    {
        if (Crop < 1 || Crop > ShortSide) throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"it crops {Crop} of {ShortSide} pixels."));
        if (Mean.Count != 3 || Deviation.Count != 3 || Deviation.Any(d => d <= 0)) throw new FormatException("mean and deviation are not three numbers each.");
        return this;
    }

    // A number, {"shortest_edge": n} or {"height": n, "width": n}, by the age of the file.
    private static int Side(JsonElement root, string name, int otherwise)
    {
        if (!root.TryGetProperty(name, out var size) || size.ValueKind == JsonValueKind.Null) return otherwise;
        if (size.ValueKind == JsonValueKind.Number) return size.GetInt32();
        if (size.TryGetProperty("shortest_edge", out var edge)) return edge.GetInt32();
        return size.TryGetProperty("height", out var height) ? height.GetInt32() : otherwise;
    }

    private static float[] Channels(JsonElement root, string name, float[] otherwise) =>
        root.TryGetProperty(name, out var values) && values.ValueKind == JsonValueKind.Array ? [.. values.EnumerateArray().Select(v => v.GetSingle())] : otherwise;
}
