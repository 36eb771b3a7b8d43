using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Cli.Labelling;
using AlignZeg.Cli.Results;
using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Grains.Vocabularies;

namespace AlignZeg.Cli.Reports;

/// <summary>Draws the pictures of a card from the files of a job.</summary>
/// <param name="output">The job's output folder.</param>
/// <param name="vocabulary">The classes and their colours; background stays transparent.</param>
/// <param name="sourceOf">The path of an image.</param>
/// <param name="truthOf">The path of its truth; null if there is none.</param>
internal sealed class ReportCardMaker(string output, VocabularyDefinition vocabulary, Func<ImageRecord, string> sourceOf, Func<ImageRecord, string?> truthOf)
{
    private const int Side = 320, Quality = 72;
    private const long WholeUpTo = 16_000_000; // pixels
    private readonly ImageDecoder _decoder = OwnImages.Decoder();

    /// <summary>Null if a file has gone since it was labelled.</summary>
    public async Task<ReportCard?> MakeAsync(ImageRecord record, CancellationToken cancellationToken)
    {
        try
        {
            var photo = Decode(await File.ReadAllBytesAsync(sourceOf(record), cancellationToken), record);
            var frame = Thumbnail.For(record.Width!.Value, record.Height!.Value, Side);
            var truth = truthOf(record);
            return Facts(record) with
            {
                Image = Jpeg(frame.Shrink(photo)),
                Prediction = await LabelsAsync(Path.Combine(output, record.Mask!), frame, cancellationToken),
                Truth = truth is null ? null : await LabelsAsync(truth, frame, cancellationToken),
                Heat = record.Confidence is null ? null : await HeatAsync(Path.Combine(output, record.Confidence), frame, cancellationToken),
            };
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or ImageRefusedException)
        {
            return null; // the page does without; the record stays in results.jsonl
        }
    }

    // Of a large picture only as much is decoded as the card needs.
    private RgbImage Decode(byte[] bytes, ImageRecord record) =>
        (long)record.Width!.Value * record.Height!.Value <= WholeUpTo ? _decoder.Decode(bytes, record.Name) : _decoder.DecodeSmall(bytes, record.Name, 4 * Side);

    private static ReportCard Facts(ImageRecord record)
    {
        double pixels = (double)record.Width!.Value * record.Height!.Value;
        var present = (record.Classes ?? []).OrderByDescending(one => one.Pixels).ToList();
        return new()
        {
            Index = record.Index,
            Name = record.Name,
            Width = record.Width.Value,
            Height = record.Height.Value,
            Iou = record.Miou,
            Confidence = record.MeanConfidence is { } confidence ? Math.Round(confidence, 4) : null,
            Holds = [.. present.Select(one => one.Id)],
            Classes = [.. present.Where(one => one.Pixels > 0).Select(one => (double?[])[one.Id, Math.Round(one.Pixels / pixels, 4), one.Iou])],
            Image = "",
            Prediction = "",
        };
    }

    private async Task<string> LabelsAsync(string path, Thumbnail frame, CancellationToken cancellationToken)
    {
        var ids = await PickAsync(path, frame, cancellationToken);
        var present = ids.Distinct().Order().Take(256).ToList();
        var indexOf = present.Select((id, index) => (id, index)).ToDictionary(pair => pair.id, pair => (byte)pair.index);
        var colours = ClassColours.Of(vocabulary);
        var palette = present.Select(id => id < colours.Count && !vocabulary.Classes[id].Background ? colours[id] : (Rgb?)null).ToList();
        return Png(IndexedPng.Encode([.. ids.Select(id => indexOf.GetValueOrDefault(id))], frame.Width, palette));
    }

    private static async Task<string> HeatAsync(string path, Thumbnail frame, CancellationToken cancellationToken)
    {
        var levels = await PickAsync(path, frame, cancellationToken);
        return Png(IndexedPng.Encode([.. levels.Select(level => HeatScale.IndexOf((byte)level))], frame.Width, HeatScale.Palette));
    }

    // The value in the middle of each small pixel: labels do not mix.
    private static async Task<ushort[]> PickAsync(string path, Thumbnail frame, CancellationToken cancellationToken) =>
        LabelMapPng.DecodeSmall(await File.ReadAllBytesAsync(path, cancellationToken), path, new(frame.Width, frame.Height)).Ids;

    private static string Jpeg(RgbImage image) => "data:image/jpeg;base64," + Convert.ToBase64String(ImageEncoder.EncodeJpeg(image, Quality));

    private static string Png(byte[] bytes) => "data:image/png;base64," + Convert.ToBase64String(bytes);
}
