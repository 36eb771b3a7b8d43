using System.Globalization;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Datasets.Images;

namespace AlignZeg.Grains.Tests.Labelling;

/// <summary>Small pictures in files, all different, and their manifest.</summary>
public static class TestImages
{
    /// <summary>Writes so many pictures; gives their manifest entries.</summary>
    /// <param name="directory">Where.</param>
    /// <param name="count">How many.</param>
    /// <param name="width">Of the narrowest; others are up to 6 pixels wider.</param>
    public static List<DatasetImage> Write(string directory, int count, int width = 20)
    {
        Directory.CreateDirectory(directory);
        return [.. Enumerable.Range(0, count).Select(i => WriteOne(directory, i, width))];
    }

    /// <summary>A file that is no picture.</summary>
    public static DatasetImage WriteBroken(string directory, string name, byte[] content)
    {
        string path = Path.Combine(directory, name);
        File.WriteAllBytes(path, content);
        return EntryOf(path, name, content.Length);
    }

    /// <summary>A file that is not there.</summary>
    public static DatasetImage Missing(string directory, string name) => EntryOf(Path.Combine(directory, name), name, 0);

    private static DatasetImage WriteOne(string directory, int number, int width)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"image-{number:D4}.png");
        var random = new Random(number + 1000 * (width - 20));
        var image = new RgbImage(new byte[3 * (width + number % 7) * (16 + number % 5)], width + number % 7, 16 + number % 5);
        random.NextBytes(image.Pixels);
        var bytes = ImageEncoder.EncodePng(image);
        string path = Path.Combine(directory, name);
        File.WriteAllBytes(path, bytes);
        return EntryOf(path, name, bytes.Length);
    }

    private static DatasetImage EntryOf(string path, string name, long bytes) =>
        new(name, Path.GetFileNameWithoutExtension(name), new Uri(path).AbsoluteUri, bytes);
}
