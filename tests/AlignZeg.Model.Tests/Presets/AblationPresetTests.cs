using System.Text.Json;
using System.Text.Json.Serialization;
using AlignZeg.Model.BiasCorrection;
using AlignZeg.Model.Bundles;
using AlignZeg.Model.Inference;
using AlignZeg.Model.ProposalClassification;
using AlignZeg.Model.Text;
using AlignZeg.Model.Training;

namespace AlignZeg.Model.Tests.Presets;

/// <summary>Every row of the experiments is a configuration: it binds, builds its network, trains, and segments.</summary>
public sealed class AblationPresetTests
{
    private static readonly string[] Ladder =
    [
        "b0-san", "b1-stacking", "m1-one-way", "m2-mutual", "g1-prototypes", "g2-regularised", "g3-expansion", "p1-subtract", "p2-odds", "p3-scale",
        "x1-ignore-aware", "x2-uniform-partners", "x3-profile", "x4-pseudo-unseen", "x5-similarity",
    ];

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, WriteIndented = true,
    };

    private static readonly string Folder = Fixtures.PathInProject("configs", "ablation");

    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(Folder, "*.json", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Folder, f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Preset_TrainsTwoSteps_WithThePartsThatItAsksFor(string file)
    {
        using var scope = NewDisposeScope();
        var recipe = Read(file);
        Assert.Equal(Path.GetFileNameWithoutExtension(file), recipe.Name);
        manual_seed(1);
        using var bundle = BundleOf(recipe);
        var options = recipe.Segmentation with { RampStart = 0, RampEnd = 0 };
        options.Validate();
        var text = new TextEncoder(bundle.Clip, bundle.Tokenizer).EmbedClasses([["red"], ["blue"]], ["{}"], CPU).detach();
        foreach (var parameter in bundle.Clip.parameters()) parameter.requires_grad = false;
        bundle.Network.StartFrom(bundle.Clip);
        var objective = new SegmentationObjective(bundle.Network, bundle.Clip, text, options);
        using var optimizer = optim.AdamW(bundle.Network.parameters(), lr: 1e-4);
        for (int step = 0; step < 2; step++)
        {
            var losses = objective.Of(randn(2, 3, 64, 64), Labels());
            optimizer.zero_grad();
            losses.Total.backward();
            optimizer.step();
            Assert.True(float.IsFinite(losses.Total.item<float>()));
            Assert.Equal(Expected(recipe), losses.Parts.Select(p => p.Name));
        }

        Assert.All(bundle.Network.parameters(), p => Assert.True(p.isfinite().all().item<bool>()));
    }

    [Theory]
    [InlineData("ladder/b0-san.json")]
    [InlineData("ladder/p2-odds.json")]
    [InlineData("ladder/x5-similarity.json")]
    [InlineData("second-study/correction-pseudo-unseen.json")]
    public void Preset_SegmentsFromABundle(string file)
    {
        string folder = Directory.CreateTempSubdirectory("preset").FullName;
        try
        {
            manual_seed(2);
            using (var bundle = BundleOf(Read(file))) bundle.Save(folder);
            using var segmenter = Segmenter.Load(folder);
            var size = segmenter.InputSizeFor(80, 64);
            var pixels = new byte[size.Width * size.Height * 3];
            new Random(1).NextBytes(pixels);
            var result = segmenter.Segment([new(pixels, size, 80, 64)], segmenter.BuildClassifier(new([["red"], ["green"]], [])))[0];
            Assert.Equal(80 * 64, result.Labels.Length);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Ladder_HasAllItsRows_AndNoTwoRowsAreTheSameExperiment()
    {
        Assert.Equal(Ladder.Order(StringComparer.Ordinal), Directory.GetFiles(Path.Combine(Folder, "ladder")).Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal));
        foreach (var group in Files.Select(row => row.Data).GroupBy(Path.GetDirectoryName))
            Assert.Equal(group.Count(), group.Select(f => JsonSerializer.Serialize(Read(f) with { Name = "" }, Json)).Distinct().Count());
    }

    // The CLIP of the model that ships serves every row: `--clip` trains the network only, and rows differ in nothing else.
    [Theory]
    [MemberData(nameof(Files))]
    public void Preset_StandsOnTheClipThatShips(string file) =>
        Assert.Equal(Read("ladder/b0-san.json").ClipModel, Read(file).ClipModel);

    private static TrainingRecipe Read(string file) => JsonSerializer.Deserialize<TrainingRecipe>(File.ReadAllText(Path.Combine(Folder, file)), Json)!;

    private static List<string> Expected(TrainingRecipe recipe)
    {
        var (network, options) = (recipe.AlignZeg, recipe.Segmentation);
        var parts = new List<string> { "mask", "matched", "no_object" };
        if (options.Background.Weight > 0) parts.Add("background");
        if (options.VirtualWeight > 0 && options.Expansion.Form != ExpansionForm.Off) parts.Add("virtual");
        if (network.Correction.Indicator is IndicatorInput.Embedding or IndicatorInput.Profile) parts.Add("indicator");
        return parts;
    }

    private static ModelBundle BundleOf(TrainingRecipe recipe)
    {
        var tokenizer = new WordTokenizer(["red", "blue", "green", "a", "photo", "of"], recipe.ClipModel.Text.Context);
        var clip = recipe.ClipModel with { Text = recipe.ClipModel.Text with { VocabSize = tokenizer.VocabSize } };
        return new(new(BundleConfig.CurrentFormat, recipe.Name, clip, recipe.AlignZeg with { SeenClasses = ["red", "blue"] }), tokenizer);
    }

    /// <summary>Both classes in the first picture, one and an ignored object in the second.</summary>
    private static Tensor Labels()
    {
        var labels = zeros(2, 64, 64, dtype: ScalarType.Int64);
        labels[0, 4..30, 6..30] = 1;
        labels[0, 34..60, 30..60] = 2;
        labels[1, 4..30, 6..30] = 2;
        labels[1, 34..60, 30..60] = 255;
        return labels;
    }
}
