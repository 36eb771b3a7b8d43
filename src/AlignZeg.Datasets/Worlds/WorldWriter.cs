using System.Text.Json;
using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Worlds;

/// <summary>
/// Writes scenes as the files that users have: <c>images/</c> (JPEG and PNG of varied sizes and aspects, some stored turned, with an EXIF orientation),
/// <c>truth/</c> (label maps of the same stem, upright), <c>vocabulary.json</c> (background is id 0) and <c>split.json</c> (names of seen and unseen classes).
/// </summary>
public static class WorldWriter
{
    private const int ShortestSide = 256, LongestSide = 640, JpegQuality = 92;
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>Writes all files; scene i of a seed is the same picture whatever the count.</summary>
    /// <param name="world">The classes.</param>
    /// <param name="directory">Made if missing; files of the same names are replaced.</param>
    /// <param name="count">Number of scenes, at least 1.</param>
    /// <param name="seed">Of the scenes.</param>
    /// <param name="progress">Told the number of scenes written so far.</param>
    /// <param name="cancellationToken">Stops between scenes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1.</exception>
    /// <exception cref="IOException">The directory cannot be written.</exception>
    public static void Write(World world, string directory, int count, long seed, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        foreach (string folder in new[] { "images", "truth" }) Directory.CreateDirectory(Path.Combine(directory, folder));
        File.WriteAllText(Path.Combine(directory, "vocabulary.json"), Vocabulary(world));
        File.WriteAllText(Path.Combine(directory, "split.json"), Split(world));
        var sampler = new SceneSampler(world, seed);
        int written = 0;
        Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellationToken }, i =>
        {
            WriteScene(sampler, directory, i, seed, world.Materials.Count + 1);
            progress?.Report(Interlocked.Increment(ref written));
        });
    }

    /// <summary>The size of a scene as users' pictures have them: 256 to 640 pixels a side.</summary>
    public static (int Width, int Height) DrawSize(SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return (random.Between(ShortestSide, LongestSide), random.Between(ShortestSide, LongestSide));
    }

    private static void WriteScene(SceneSampler sampler, string directory, int index, long seed, int classes)
    {
        var random = new SeededRandom(seed, index, 2);
        var (width, height) = DrawSize(random);
        var scene = sampler.Draw(index, width, height);
        string stem = $"scene_{index:d5}";
        File.WriteAllBytes(Path.Combine(directory, "truth", stem + ".png"), LabelMapPng.Encode(scene.Truth, classes));
        bool isPng = random.NextDouble() < .3;
        byte[] image = isPng ? ImageEncoder.EncodePng(scene.Image) : Jpeg(scene.Image, random);
        File.WriteAllBytes(Path.Combine(directory, "images", stem + (isPng ? ".png" : ".jpg")), image);
    }

    // Every third JPEG is stored as a camera held sideways or upside down stores it.
    private static byte[] Jpeg(RgbImage upright, SeededRandom random)
    {
        int[] turned = [3, 6, 8];
        int orientation = random.NextDouble() < 1 / 3.0 ? turned[random.Next(turned.Length)] : 1;
        var stored = ExifOrientation.Undo(upright, Inverse(orientation));
        return JpegOrientation.Tag(ImageEncoder.EncodeJpeg(stored, JpegQuality), orientation);
    }

    private static int Inverse(int orientation) => orientation switch { 6 => 8, 8 => 6, _ => orientation };

    private static string Vocabulary(World world)
    {
        var background = new Dictionary<string, object> { ["name"] = World.BackgroundName, ["background"] = true };
        var materials = world.Materials.Select(m => new Dictionary<string, object> { ["name"] = m.Name });
        return JsonSerializer.Serialize(new { name = "embedded-world", classes = materials.Prepend(background) }, Json) + "\n";
    }

    private static string Split(World world) =>
        JsonSerializer.Serialize(new { seen = world.NamesOf(seen: true), unseen = world.NamesOf(seen: false) }, Json) + "\n";
}
