using AlignZeg.Model.Clip;

namespace AlignZeg.Model.Tests.Clip;

public sealed class ClipModelTests
{
    private static readonly ClipConfig Golden64 = new()
    {
        ProjectionDim = 64,
        Vision = new() { HiddenSize = 192, Layers = 3, Heads = 3, IntermediateSize = 768, ImageSize = 64, PatchSize = 16, RecognitionLayers = 1 },
        Text = new() { VocabSize = 1000, HiddenSize = 128, Layers = 2, Heads = 2, IntermediateSize = 512 },
    };

    [Theory]
    [InlineData("images_64x64", "outputs_native.safetensors", "native/image_features_norm", 1)]
    [InlineData("images_64x64", "outputs_native.safetensors", "native/image_features_norm", 3)]
    [InlineData("images_96x64", "outputs_nonnative.safetensors", "96x64/image_features_norm", 1)]
    [InlineData("images_48x80", "outputs_nonnative.safetensors", "48x80/image_features_norm", 2)]
    public void EmbedImage_EqualsTheReference_WhereverTheTowerIsCut(string images, string outputs, string features, int recognitionLayers)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var config = Golden64 with { Vision = Golden64.Vision with { RecognitionLayers = recognitionLayers } };
        var clip = Load(config);
        var expected = Golden.Tensors("clip-tiny", outputs)[features];
        Golden.AssertClose(expected, clip.EmbedImage(Golden.Tensors("clip-tiny", "inputs.safetensors")[images]), 5e-6);
    }

    [Fact]
    public void EmbedText_EqualsTheReference()
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var outputs = Golden.Tensors("clip-tiny", "outputs_text.safetensors");
        var ids = Golden.Tensors("clip-tiny", "inputs.safetensors")["token_ids"];
        Golden.AssertClose(outputs["text/text_features_norm"], Load(Golden64).EmbedText(ids, outputs["text/eot_index"]), 5e-6);
    }

    [Fact]
    public void EmbedRegions_WithoutBias_IsTheImageItself()
    {
        using var scope = NewDisposeScope();
        using var bundle = TinyModels.Bundle();
        var image = randn(2, 3, 32, 48);
        var features = bundle.Clip.Extract(image);
        var regions = bundle.Clip.EmbedRegions(features, zeros(2, 1, 3, features.Height * features.Width));
        Golden.AssertClose(bundle.Clip.EmbedImage(image).unsqueeze(1).expand(-1, 3, -1), regions, 1e-6);
    }

    [Fact]
    public void EmbedRegions_LooksOnlyWhereTheBiasPoints()
    {
        using var scope = NewDisposeScope();
        var vision = TinyModels.Clip.Vision with { Layers = 2, Stem = "patch" }; // no extractor block: patches do not mix
        var clip = new ClipModel(TinyModels.Clip with { Vision = vision });
        var image = randn(1, 3, 32, 32);
        var other = image.clone();
        other.narrow(-1, 24, 8).copy_(randn(1, 3, 32, 8)); // the last column of patches
        var bias = zeros(1, 1, 1, 16);
        bias.view(4, 4).narrow(1, 3, 1).fill_(-100);
        Golden.AssertClose(clip.EmbedRegions(clip.Extract(image), bias), clip.EmbedRegions(clip.Extract(other), bias), 1e-6);
        Assert.True((clip.EmbedImage(image) - clip.EmbedImage(other)).abs().max().item<float>() > 1e-4, "the change is not seen without the bias either");
    }

    private static ClipModel Load(ClipConfig config)
    {
        var clip = new ClipModel(config);
        var weights = Golden.Tensors("clip-tiny", "model_hf.safetensors");
        foreach (var (name, value) in clip.state_dict()) value.copy_(weights[name]);
        return clip;
    }
}
