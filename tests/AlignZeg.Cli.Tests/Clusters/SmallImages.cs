using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Cli.Tests.Clusters;

/// <summary>600 small pictures, all different, and one undisturbed run over them in a process alone: what every disturbed run is compared with.</summary>
public sealed class SmallImages : IAsyncLifetime
{
    /// <summary>Pictures, and those of them whose names begin with <c>a</c>.</summary>
    public const int Count = 600, CountOfFirst = 200;

    private const int Colours = 12, Blobs = 8;
    private static readonly string[] Classes = ["basalt", "canvas", "denim", "ebony", "flannel", "hemp", "jade", "khaki", "linen", "marble"];
    private readonly TemporaryFolder _folder = new();

    /// <summary>Results of the undisturbed run.</summary>
    public string Output => _folder["reference"];

    /// <summary>What they are labelled with.</summary>
    public static IReadOnlyList<string> Vocabulary => Classes;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllLinesAsync(_folder["classes.txt"], Classes);
        Write(_folder["images"], Count);
        using var label = AlignZegProcess.Start(Command(Output));
        (await label.EndAsync()).Expect(0);
    }

    /// <summary>Draws so many of them into a folder.</summary>
    public static void Write(string folder, int count)
    {
        Directory.CreateDirectory(folder);
        var palette = ClassColours();
        Parallel.For(0, count, i => File.WriteAllBytes(Path.Combine(folder, $"{(i < CountOfFirst ? 'a' : 'b')}{i:D4}.png"), LabelMapPng.Encode(Draw(new(i)), palette)));
    }

    /// <summary>Labels all of them.</summary>
    public string[] Command(string output, params string[] more) => CommandOf(_folder["images"], output, more);

    /// <summary>Labels the first ones.</summary>
    public string[] CommandOfFirst(string output, params string[] more) => CommandOf(Path.Combine(_folder["images"], "a*.png"), output, more);

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private string[] CommandOf(string images, string output, string[] more) =>
        ["label", images, "--vocabulary", _folder["classes.txt"], "--no-overlay", "--output", output, "--json", .. more];

    // Rectangles on a ground, of a size of their own: enough for masks with more than one class, and no two alike.
    private static LabelMap Draw(Random random)
    {
        int width = random.Next(48, 80), height = random.Next(48, 80);
        var labels = new ushort[width * height];
        Array.Fill(labels, (ushort)random.Next(Colours));
        for (int i = 0; i < Blobs; i++)
        {
            int left = random.Next(width - 8), top = random.Next(height - 8), right = random.Next(left + 4, width), bottom = random.Next(top + 4, height);
            ushort colour = (ushort)random.Next(Colours);
            for (int y = top; y < bottom; y++) Array.Fill(labels, colour, y * width + left, right - left);
        }

        return new(labels, width, height);
    }

    private static Rgb[] ClassColours()
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, Colours).Select(_ => new Rgb((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)))];
    }
}
