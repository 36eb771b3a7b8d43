using AlignZeg.Model.Bundles;
using AlignZeg.Model.Clip;
using AlignZeg.Model.ProposalExtraction.SideAdapter;
using AlignZeg.Model.Text;
using AlignZeg.Model.Training;

namespace AlignZeg.Model.Tests;

/// <summary>Models with random weights, small enough to be made in every test.</summary>
internal static class TinyModels
{
    public static readonly ClipConfig Clip = new()
    {
        ProjectionDim = 16,
        Vision = new() { HiddenSize = 32, Layers = 3, Heads = 4, IntermediateSize = 64, ImageSize = 32, PatchSize = 8, Stem = "conv", Activation = "gelu", RecognitionLayers = 2, ClassAttention = true },
        Text = new() { VocabSize = 12, Context = 8, HiddenSize = 16, Layers = 1, Heads = 2, IntermediateSize = 32, Activation = "gelu" },
    };

    public static readonly AlignZegConfig Network = new() { ShortSide = 32, Width = 16, Queries = 5, Heads = 2, FeedForward = 32, MaskWidth = 8, BiasWidth = 4, BackgroundPrototypes = 2, SeenClasses = ["red"] };

    public static readonly SideAdapterConfig Side = new() { ImageSize = 32, PatchSize = 8, Width = 24, Depth = 3, Heads = 2, Fusion = [new(0, 0), new(1, 2)], SupervisedBlocks = [2, 3], MaskWidth = 8, HiddenWidth = 16 };

    public static readonly string[] Words = ["a", "photo", "of", "and", "red", "blue", "green", "grey"];

    public static ModelBundle Bundle(int seed = 1) => Bundle(Network, seed);

    public static ModelBundle Bundle(AlignZegConfig network, int seed = 1)
    {
        manual_seed(seed);
        return new(new(BundleConfig.CurrentFormat, "test", Clip, network), new WordTokenizer(Words, Clip.Text.Context));
    }

    /// <summary>Pictures of one coloured square each, with masks: class 0 red, 1 blue, 2 green.</summary>
    public static TrainingData Data(int count = 24)
    {
        var random = new Random(3);
        var images = Enumerable.Range(0, count).Select(i => Square(i % 3, random)).ToArray();
        var tiles = Enumerable.Range(0, count).Select(i => Tile(i % 3));
        return new(["red", "blue", "green"], [true, true, false], [.. images.Select(i => i with { Labels = [] })], [.. tiles], images);
    }

    public static TrainingRecipe Recipe(int steps) => new()
    {
        ClipModel = Clip, AlignZeg = Network,
        Clip = new() { Steps = steps, Batch = 8, Mosaics = 2 }, Segmentation = new() { Steps = steps, Batch = 8, ReportEvery = 1 },
    };

    private static TrainingImage Tile(int colour)
    {
        var rgb = new byte[16 * 16 * 3];
        for (int i = 0; i < rgb.Length; i++) rgb[i] = (byte)(i % 3 == colour ? 250 : 5);
        return new(rgb, 16, 16, [], [colour]);
    }

    private static TrainingImage Square(int colour, Random random)
    {
        var (rgb, labels) = (new byte[32 * 32 * 3], new byte[32 * 32]);
        random.NextBytes(rgb);
        var (left, top) = (random.Next(4, 12), random.Next(4, 12));
        for (int y = top; y < top + 16; y++)
        {
            for (int x = left; x < left + 16; x++)
            {
                labels[y * 32 + x] = (byte)(colour + 1);
                for (int c = 0; c < 3; c++) rgb[(y * 32 + x) * 3 + c] = (byte)(c == colour ? 250 : 5);
            }
        }

        return new(rgb, 32, 32, labels, [colour]);
    }
}
