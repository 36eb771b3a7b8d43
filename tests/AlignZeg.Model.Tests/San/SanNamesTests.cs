using AlignZeg.Model.Clip;
using AlignZeg.Model.ProposalClassification;
using AlignZeg.Model.ProposalExtraction;
using AlignZeg.Model.San;

namespace AlignZeg.Model.Tests.San;

public sealed class SanNamesTests
{
    // The published models in full size, on a device that has shapes and no numbers.
    [Theory]
    [InlineData("san_vit_b16_keys.txt", 12, 442, 157_840_307, 8_370_866)]
    [InlineData("san_vit_large_14_keys.txt", 24, 586, 436_674_995, 9_321_650)]
    public void TheFullModels_HaveSansKeysShapesAndParameters(string file, int layers, int keys, long parameters, long trainable)
    {
        var expected = File.ReadLines(Path.Combine(Golden.Folder("san-tiny"), file)).Where(l => l[0] != '#').Select(l => l.Split('\t')).ToDictionary(l => l[0], l => (Shape: l[1], Kind: l[3]));
        Assert.Equal(keys, expected.Count);
        using var scope = NewDisposeScope();
        var device = get_default_device();
        set_default_device(META);
        try
        {
            var (config, clipConfig) = Published(layers);
            var (clip, network) = (new ClipModel(clipConfig), new AlignZegNetwork(config, clipConfig));
            var ours = SanCheckpoint.Own(clip, network);
            Assert.All(ours.Values, t => Assert.True(t.is_meta));
            var tensors = SanNames.Of(config, clipConfig);
            Assert.Equal(expected.Keys.Order(), tensors.Select(t => t.Name).Order());
            foreach (var tensor in tensors.Where(t => t.Layout != SanLayout.Constant)) Assert.Equal(expected[tensor.Name].Shape, Shape(tensor.Gather(ours)));

            // Nothing of ours is left out, but for the frozen CLIP's own positional embedding, in whose place SAN has the trained one.
            string[] left = [.. ours.Keys.Except(tensors.SelectMany(t => t.Targets))];
            Assert.Equal(["clip.vision_model.embeddings.position_embedding.weight"], left);
            Assert.Equal(trainable, network.parameters().Sum(p => p.numel()));
            Assert.Equal(trainable, tensors.Where(t => expected[t.Name].Kind == "trainable").Sum(t => t.Gather(ours).numel()));
            Assert.All(tensors, t => Assert.Equal(expected[t.Name].Kind == "trainable", t.Targets.Any(o => o.StartsWith("network.", StringComparison.Ordinal))));
            Assert.Equal(parameters, tensors.Where(t => expected[t.Name].Kind != "buffer").Sum(t => t.Gather(ours).numel()));
        }
        finally
        {
            set_default_device(device);
        }
    }

    private static (AlignZegConfig Network, ClipConfig Clip) Published(int layers)
    {
        bool large = layers == 24;
        var config = new AlignZegConfig { Multiple = 32, Encoder = ImageEncoder.Vit, QueryMode = QueryMode.Joint, OwnClipPositions = true, Adapter = AdapterForm.Off, Queries = 100 };
        if (!large) return (config, new());
        return (
            config with { SideAdapter = new() { Fusion = [new(0, 0), new(6, 1), new(12, 2), new(18, 3)] } },
            new()
            {
                ProjectionDim = 768,
                Vision = new() { HiddenSize = 1024, Layers = 24, Heads = 16, IntermediateSize = 4096, ImageSize = 336, PatchSize = 14, RecognitionLayers = 6 },
                Text = new() { HiddenSize = 768, Heads = 12, IntermediateSize = 3072 },
            });
    }

    private static string Shape(Tensor tensor) => tensor.shape.Length == 0 ? "scalar" : string.Join('x', tensor.shape);
}
