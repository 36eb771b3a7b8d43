using AlignZeg.Datasets.Images;

namespace AlignZeg.Cli.Doctor;

/// <summary>Whether libvips loads, writes and reads.</summary>
internal static class ImageCheck
{
    public static Finding Examine()
    {
        var image = new RgbImage(new byte[3 * 8 * 8], 8, 8);
        var back = new ImageDecoder().Decode(ImageEncoder.EncodeJpeg(image), "a test picture");
        var version = $"{NetVips.NetVips.Version(0)}.{NetVips.NetVips.Version(1)}.{NetVips.NetVips.Version(2)}";
        return back.Width == 8
            ? new("libvips", Verdict.Ok, $"libvips {version} loads, writes and reads")
            : new("libvips", Verdict.Fail, $"libvips {version} reads another picture than it wrote");
    }
}
