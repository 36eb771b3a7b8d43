using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.Worlds;

namespace AlignZeg.Datasets.GroundTruth;

/// <summary>
/// Random scale, crop, colour jitter and flip of one picture and its labels; what the crop reaches beyond the picture is grey 128 and ignored. Source: SAN's mapper (method 10);
/// ours: resizing is antialiased bicubic, as in labelling, where SAN's is bilinear.
/// </summary>
internal sealed class Augmentation(AugmentationOptions options)
{
    private const byte Grey = 128, Ignored = 255;
    private readonly int _scales = 1 + (int)Math.Floor((options.LargestScale - options.LeastScale) / options.ScaleStep + 1e-9);

    /// <param name="image">The picture.</param> <param name="labels">Of equal size.</param> <param name="random">What chance decides.</param>
    public TrainingSample Apply(RgbImage image, byte[] labels, SeededRandom random)
    {
        var (width, height) = SizeFor(image, options.LeastScale + random.Next(_scales) * options.ScaleStep);
        var resized = BicubicResize.Resize(image, width, height);
        var (left, top) = (random.Next(Math.Max(1, width - options.Crop + 1)), random.Next(Math.Max(1, height - options.Crop + 1)));
        bool mirrored = random.Next(2) == 1 && options.Flip;
        var crop = new TrainingSample(new byte[options.Crop * options.Crop * 3], new byte[options.Crop * options.Crop], options.Crop);
        crop.Rgb.AsSpan().Fill(Grey);
        crop.Labels.AsSpan().Fill(Ignored);
        var jitter = options.ColourJitter ? new ColourJitter(random) : null;
        for (int y = 0; y < Math.Min(options.Crop, height - top); y++)
        {
            var row = resized.Pixels.AsSpan(((top + y) * width + left) * 3, Math.Min(options.Crop, width - left) * 3);
            var target = crop.Rgb.AsSpan(y * options.Crop * 3, row.Length);
            row.CopyTo(target);
            jitter?.Apply(target);
            CopyLabels(labels, image, (width, height), (left, top + y), crop.Labels.AsSpan(y * options.Crop, row.Length / 3));
        }

        if (mirrored) Mirror(crop);
        return crop;
    }

    private (int Width, int Height) SizeFor(RgbImage image, double scale)
    {
        double side = scale * options.Crop, factor = side / Math.Min(image.Width, image.Height);
        factor = Math.Min(factor, (double)options.LongestSide / Math.Max(image.Width, image.Height));
        return (Math.Max(1, (int)(image.Width * factor + .5)), Math.Max(1, (int)(image.Height * factor + .5)));
    }

    /// <summary>The nearest label of every pixel of a row, as Pillow picks it.</summary>
    private static void CopyLabels(byte[] labels, RgbImage from, (int Width, int Height) size, (int Left, int Y) at, Span<byte> row)
    {
        int y = (int)((at.Y + .5) * from.Height / size.Height);
        for (int x = 0; x < row.Length; x++) row[x] = labels[y * from.Width + (int)((at.Left + x + .5) * from.Width / size.Width)];
    }

    private static void Mirror(TrainingSample crop)
    {
        for (int y = 0; y < crop.Side; y++)
        {
            crop.Labels.AsSpan(y * crop.Side, crop.Side).Reverse();
            var row = crop.Rgb.AsSpan(y * crop.Side * 3, crop.Side * 3);
            row.Reverse(); // pixels and, with them, channels
            for (int x = 0; x < row.Length; x += 3) (row[x], row[x + 2]) = (row[x + 2], row[x]);
        }
    }
}
