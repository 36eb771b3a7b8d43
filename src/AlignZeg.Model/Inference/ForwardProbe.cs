using AlignZeg.Model.Bundles;
using AlignZeg.Model.Clip;
using AlignZeg.Model.Text;

namespace AlignZeg.Model.Inference;

/// <summary>Forward passes of published architectures with random weights: what they cost does not depend on what they have learned.</summary>
public sealed class ForwardProbe : IDisposable
{
    private readonly Action<int> _run;
    private readonly IDisposable _model;

    private ForwardProbe(string name, Precision precision, double gigaflop, IDisposable model, Action<int> run) =>
        (Name, Precision, Gigaflop, _model, _run) = (name, precision, gigaflop, model, run);

    /// <summary>What is measured.</summary>
    public string Name { get; }

    /// <summary>The numbers it computes in.</summary>
    public Precision Precision { get; }

    /// <summary>Billions of floating-point operations an image: matrix products, two per multiply-add.</summary>
    public double Gigaflop { get; }

    /// <summary>CLIP's image tower, ViT-B/16, images of 224 pixels to embeddings.</summary>
    public static ForwardProbe ClipB16(Precision precision)
    {
        const int Side = 224;
        manual_seed(1);
        var config = new ClipConfig { Text = new() { Layers = 1 } };
        var clip = new ClipModel(config);
        clip.eval();
        clip.CastVision(precision.Type());
        return new("clip_vit_b16_224", precision, ForwardCost.Clip(config, Side, Side) / 1e9, clip, batch => Embed(clip, batch, Side, precision.Type()));
    }

    /// <summary>AlignZeg on a ViT-B/16, from a picture of 640 pixels to its label map: 100 queries, refined mutually beside a ViT encoder.</summary>
    /// <param name="precision">Of the towers.</param> <param name="classes">Of the vocabulary.</param>
    public static ForwardProbe AlignZegB16(Precision precision, int classes)
    {
        const int Side = 640;
        manual_seed(1);
        var clip = new ClipConfig { Text = new() { Layers = 1 } };
        var config = new AlignZegConfig
        {
            Encoder = ProposalExtraction.ImageEncoder.Vit, QueryMode = ProposalExtraction.QueryMode.Refined, ShortSide = Side, LongestSide = 4 * Side, Multiple = 32, Padding = true,
            ClipScale = .5, Queries = 100, Width = 256, Heads = 8, FeedForward = 1024, RefinementBlocks = 3, BackgroundPrototypes = 5, ClaimThreshold = 0,
        };
        var bundle = new ModelBundle(new(BundleConfig.CurrentFormat, "probe", clip, config), new WordTokenizer(["word"], clip.Text.Context));
        bundle.Clip.eval();
        bundle.Network.eval();
        var segmenter = new Segmenter(bundle, config, "probe", CPU, precision);
        var classifier = RandomClassifier(clip.ProjectionDim, classes);
        var pixels = new byte[Side * Side * 3];
        new Random(1).NextBytes(pixels);
        var input = new SegmenterInput(pixels, new(Side, Side), Side, Side);
        return new($"alignzeg_b16_640_{classes}_classes", precision, ForwardCost.AlignZeg(config, clip, Side, Side) / 1e9, segmenter,
            batch => segmenter.Segment([.. Enumerable.Repeat(input, batch)], classifier));
    }

    /// <summary>Billions of operations a second of one large matrix product: what this machine can do at most, as its library does it.</summary>
    public static double MatrixPeak(Precision precision, Func<Action, double> seconds)
    {
        ArgumentNullException.ThrowIfNull(seconds);
        using var scope = NewDisposeScope();
        using var none = no_grad();
        double best = 0;
        foreach (var (rows, inner, columns) in new[] { (1024, 1024, 1024), (1576, 768, 3072), (2048, 2048, 2048) })
        {
            var (a, b) = (randn(rows, inner).to(precision.Type()), randn(columns, inner).to(precision.Type()));
            best = Math.Max(best, 2e-9 * rows * inner * columns / seconds(() => functional.linear(a, b).Dispose()));
        }

        return best;
    }

    /// <summary>One pass over so many images.</summary>
    public void Run(int batch)
    {
        using var none = no_grad();
        _run(batch);
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();

    private static void Embed(ClipModel clip, int batch, int side, ScalarType type)
    {
        using var scope = NewDisposeScope();
        clip.EmbedImage(randn(batch, 3, side, side).to(type));
    }

    private static Classifier RandomClassifier(int dimension, int classes)
    {
        using var scope = NewDisposeScope();
        var text = functional.normalize(randn(classes, dimension), dim: -1);
        return new(dimension, text.ToNumbers<float>(), [], new bool[classes]);
    }
}
