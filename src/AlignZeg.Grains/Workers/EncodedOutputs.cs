using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Grains.Workers;

/// <summary>What is written of an image.</summary>
/// <param name="Contents">The mask first, then confidence, then overlay, as far as they are asked for.</param> <param name="Statistics">Of the mask.</param>
internal sealed record EncodedOutputs(IReadOnlyList<byte[]> Contents, LabelStatistics Statistics)
{
    private const int OverlayQuality = 85;

    /// <summary>Encodes a result that is there whole.</summary>
    public static EncodedOutputs Of(ImageInHand item)
    {
        var (plan, output, input) = (item.Lease.Plan, item.Output!, item.Input!);
        var map = plan.ToIds(output, input.Width, input.Height);
        var contents = new List<byte[]> { LabelMapPng.Encode(map, plan.Colours) };
        if (plan.Job.Request.Outputs.Confidence) contents.Add(LabelMapPng.EncodeGrey(output.Confidence, map.Width, map.Height));
        if (item.Original is { } original) contents.Add(Overlay(original, map, plan));
        return new(contents, LabelStatistics.Of(map, output.Confidence, plan.Vocabulary.Classes.Count));
    }

    /// <summary>The classes painted over the picture, a JPEG.</summary>
    public static byte[] Overlay(RgbImage picture, LabelMap map, LabellingPlan plan) => ImageEncoder.EncodeJpeg(OverlayRenderer.Render(picture, map, plan.Unpainted, plan.Colours), OverlayQuality);
}
