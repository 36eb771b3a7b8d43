using System.Text.Json;
using AlignZeg.Model.Bundles;
using AlignZeg.Model.Clip;
using AlignZeg.Model.Text;

namespace AlignZeg.Model.Tests.Bundles;

public sealed class ClipBundleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("clip").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    public void Load_FillsThirtyTwoBits_FromEveryFloatingType(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var weights = TinyClips.Write(_folder, type);
        using var clip = ClipBundle.Load(_folder, CPU);
        Assert.Equal(TinyClips.Config, clip.Model.Config);
        Assert.All(clip.Model.state_dict(), entry => Golden.AssertSame(weights[entry.Key].to(ScalarType.Float32), entry.Value));
        Assert.Equal(ImagePreprocessing.ForSide(TinyClips.Side), clip.Preprocessing);
    }

    [Fact]
    public void Load_ReadsShardsThatAnIndexNames()
    {
        using var scope = NewDisposeScope();
        var weights = TinyClips.Write(_folder);
        Shard(weights);
        using var clip = ClipBundle.Load(_folder, CPU);
        Assert.All(clip.Model.state_dict(), entry => Golden.AssertSame(weights[entry.Key], entry.Value));
        string before = ClipFiles.Find(_folder).Hash("");
        File.AppendAllText(In("model-00002-of-00002.safetensors"), "x");
        Assert.NotEqual(before, ClipFiles.Find(_folder).Hash(""));
    }

    [Theory]
    [InlineData("../model.safetensors", "not the name of a file")]
    [InlineData("missing.safetensors", "missing.safetensors")]
    public void Load_OfAStrangeIndex_IsRefused(string shard, string named)
    {
        using (NewDisposeScope()) TinyClips.Write(_folder);
        File.Move(In("model.safetensors"), In("other.safetensors"));
        File.WriteAllText(In("model.safetensors.index.json"), JsonSerializer.Serialize(new { weight_map = new Dictionary<string, string> { ["logit_scale"] = shard } }));
        Refuses(named);
    }

    [Fact]
    public void Load_OfAConfigThatSaysNothing_TakesHuggingFacesDefaults()
    {
        File.WriteAllText(In("config.json"), "{\"model_type\": \"clip\"}");
        var config = HuggingFaceConfig.Read(_folder);
        Assert.Equal(new ClipConfig { Vision = new() { PatchSize = 32 } }, config); // clip-vit-base-patch32 is what the defaults of CLIPConfig describe
    }

    [Fact]
    public void Load_PrefersTheOldDictionaries_AsHuggingFaceDoes()
    {
        File.WriteAllText(In("config.json"), "{\"model_type\": \"clip\", \"vision_config\": {\"patch_size\": 16}, \"vision_config_dict\": {\"patch_size\": 14}, \"text_config_dict\": null}");
        Assert.Equal(14, HuggingFaceConfig.Read(_folder).Vision.PatchSize);
    }

    [Theory]
    [InlineData("{\"model_type\": \"siglip\"}", "siglip")]
    [InlineData("{\"model_type\": \"clip\", \"text_config\": {\"hidden_act\": \"relu\"}}", "relu")]
    [InlineData("{\"model_type\": \"clip\", \"vision_config\": {\"num_channels\": 4}}", "3 channels")]
    [InlineData("{\"model_type\": \"clip\", \"vision_config\": {\"patch_size\": 0}}", "patch_size")]
    [InlineData("{\"model_type\": \"clip\", \"vision_config\": {\"patch_size\": \"x\"}}", "config.json")]
    public void Load_OfAnotherModelsConfig_IsRefused(string json, string named)
    {
        using (NewDisposeScope()) TinyClips.Write(_folder);
        File.WriteAllText(In("config.json"), json);
        Refuses(named);
    }

    [Fact]
    public void Load_OfAVocabularyOfAnotherModel_IsRefused()
    {
        using (NewDisposeScope()) TinyClips.Write(_folder);
        BpeVocabulary.FromMerges([.. TinyClips.Vocabulary.Merges, ("ca", "r</w>")]).Write(_folder);
        Refuses("vocab.json");
    }

    [Fact]
    public void Load_WithoutAVocabulary_StillLooksAtPictures()
    {
        using var scope = NewDisposeScope();
        TinyClips.Write(_folder);
        File.Delete(In("merges.txt"));
        using var clip = ClipBundle.Load(_folder, CPU);
        Assert.Equal([1, 8], clip.Model.EmbedImage(randn(1, 3, 16, 20)).shape);
        Assert.Contains("vocabulary", Assert.Throws<ModelBundleException>(() => clip.Tokenizer).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"size\": 20, \"crop_size\": 16, \"image_mean\": [0.5, 0.4, 0.3], \"image_std\": [1, 2, 3]}", 20, 16, .4f, 2)]
    [InlineData("{\"size\": {\"shortest_edge\": 20}, \"crop_size\": {\"height\": 12, \"width\": 12}}", 20, 12, .4578275f, .26130258f)]
    [InlineData("{}", 16, 16, .4578275f, .26130258f)]
    public void Load_PreparesPicturesAsThePreprocessorSays(string json, int shortSide, int crop, float greenMean, float greenDeviation)
    {
        File.WriteAllText(In(ImagePreprocessing.File), json);
        var read = ImagePreprocessing.Read(_folder, TinyClips.Side);
        Assert.Equal((shortSide, crop, greenMean, greenDeviation), (read.ShortSide, read.Crop, read.Mean[1], read.Deviation[1]));
    }

    [Theory]
    [InlineData("{\"size\": 10, \"crop_size\": 16}")]
    [InlineData("{\"image_std\": [0, 1, 1]}")]
    [InlineData("[]")]
    public void Load_OfAPreprocessorThatMakesNoSense_IsRefused(string json)
    {
        File.WriteAllText(In(ImagePreprocessing.File), json);
        Assert.Contains(ImagePreprocessing.File, Assert.Throws<ModelBundleException>(() => ImagePreprocessing.Read(_folder, TinyClips.Side)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfTwoCheckpoints_AsksForOne()
    {
        foreach (string name in new[] { "model_openai.pt", "model_openai.safetensors" }) File.Copy(Path.Combine(Golden.Folder("clip-tiny"), name), In(name));
        Refuses("name the file");
        using var clip = ClipBundle.Load(In("model_openai.pt"), CPU);
        Assert.Equal(64, clip.Model.Config.Vision.ImageSize);
    }

    [Fact]
    public void Load_OfAnEmptyFolder_SaysWhatACheckpointIs() => Refuses("config.json");

    [Fact]
    public void OpenAiVocabulary_HasAsManyMergesAsTheModelHasIds()
    {
        File.Copy(Path.Combine(Golden.Folder("clip-tiny"), "model_openai.pt"), In("model_openai.pt"));
        File.Copy(Path.Combine(Golden.Folder("tokenizer"), BpeVocabulary.OpenAiFile), In(BpeVocabulary.OpenAiFile));
        var ids = ClipBundle.LoadTokenizer(_folder).Encode("a").Ids; // clip-tiny has 1000 ids, start and end are the last two
        Assert.Equal([998, 320, 999], ids);
    }

    [Fact]
    public void EmbedText_ReadsTheFirstEndToken_AsCLIPDoes()
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        TinyClips.Write(_folder);
        using var clip = ClipBundle.Load(_folder, CPU);
        var texts = new TextEncoder(clip.Model, clip.Tokenizer).Embed(["red", "red<|endoftext|>cat", "red cat"], CPU);
        Golden.AssertClose(texts[0], texts[1], 1e-6);
        Assert.True((texts[0] - texts[2]).abs().max().item<float>() > 1e-3, "the text after it makes no difference at all");
    }

    [Fact]
    public void Bundle_KeepsABpe()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var network = TinyModels.Network;
        var config = TinyModels.Clip with { Text = TinyModels.Clip.Text with { VocabSize = TinyClips.Vocabulary.Ids.Count } };
        using var bundle = new ModelBundle(new(BundleConfig.CurrentFormat, "bpe", config, network), new BpeTokenizer(TinyClips.Vocabulary, config.Text.Context));
        bundle.Save(_folder);
        using var loaded = ModelBundle.Load(_folder, CPU);
        Assert.Equal(bundle.Tokenizer.Encode("a red cat").Ids, loaded.Tokenizer.Encode("a red cat").Ids);
        string before = ModelBundle.HashOf(_folder);
        File.AppendAllText(In("merges.txt"), "a r\n");
        Assert.NotEqual(before, ModelBundle.HashOf(_folder));
    }

    [Fact]
    public void Load_OfAFolderWithADamagedCheckpoint_SaysWhatIsWrongWithTheFile()
    {
        File.WriteAllText(In("clip.pt"), "no checkpoint");
        string named = Assert.Throws<ModelBundleException>(() => ClipBundle.Load(In("clip.pt"), CPU)).Message;
        Refuses(named);
    }

    [Fact]
    public void Load_OfAConfigThatIsNotJson_SaysSo()
    {
        TinyClips.Write(_folder);
        File.WriteAllText(In("config.json"), "{,");
        Refuses("config.json' is not JSON");
    }

    [Fact]
    public void Load_OfWeightsWithoutTheirConfig_SaysThatItIsMissing()
    {
        TinyClips.Write(_folder);
        File.Delete(In("config.json"));
        Refuses("no config.json");
    }

    private void Shard(Dictionary<string, Tensor> weights)
    {
        File.Delete(In("model.safetensors"));
        var map = weights.Keys.Index().ToDictionary(pair => pair.Item, pair => $"model-0000{pair.Index % 2 + 1}-of-00002.safetensors");
        foreach (string file in map.Values.Distinct()) SafetensorsFile.Write(In(file), weights.Where(entry => map[entry.Key] == file).Select(entry => (entry.Key, entry.Value)));
        File.WriteAllText(In("model.safetensors.index.json"), JsonSerializer.Serialize(new { metadata = new { total_size = 1 }, weight_map = map }));
    }

    private void Refuses(string named)
    {
        string sentence = Assert.Throws<ModelBundleException>(() => ClipBundle.Load(_folder, CPU)).Message;
        Assert.Contains(named, sentence, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', sentence);
    }

    private string In(string name) => Path.Combine(_folder, name);
}
