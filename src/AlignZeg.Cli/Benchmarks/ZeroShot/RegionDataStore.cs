using System.Security.Cryptography;
using System.Text.Json;
using AlignZeg.Cli.Results;
using AlignZeg.Datasets.Worlds;
using AlignZeg.Model.Bundles;
using AlignZeg.Model.Training.Regions;

namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>The regions of a plan: computed once per CLIP, then read from a work folder.</summary>
internal static class RegionDataStore
{
    /// <summary>Reads them from the work folder, or computes them and puts them there, under a name made of all that they follow from.</summary>
    public static RegionData Load(ZeroShotPlan plan, string clip, string folder, CancellationToken cancellationToken)
    {
        string path = Path.Combine(folder, $"regions-{KeyOf(plan, clip)}.json");
        if (WholeFile.Read<RegionData>(path) is { } kept) return kept;
        var data = Compute(plan, clip, cancellationToken);
        Directory.CreateDirectory(folder);
        WholeFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(data));
        return data;
    }

    /// <summary>Name of the regions of a plan.</summary>
    public static string KeyOf(ZeroShotPlan plan, string clip)
    {
        var templates = TemplatesOf(clip);
        byte[] drawn = JsonSerializer.SerializeToUtf8Bytes(new { Version = 2, plan.Style, plan.TrainingScenes, plan.CalibrationScenes, plan.TestScenes, templates }, ResultJson.Line);
        if (!plan.Draw.IsFirst) drawn = [.. drawn, .. JsonSerializer.SerializeToUtf8Bytes(plan.Draw.Number)];
        byte[] weights = File.ReadAllBytes(Path.Combine(clip, "clip.safetensors"));
        return Convert.ToHexStringLower(SHA256.HashData([.. drawn, .. SHA256.HashData(weights)]))[..16];
    }

    private static RegionData Compute(ZeroShotPlan plan, string clip, CancellationToken cancellationToken)
    {
        var (world, seeds) = (World.Create(), plan.Draw.SceneSeeds);
        using var embedder = RegionEmbedder.Load(clip);
        RegionSet Embed(long seed, int scenes) => embedder.Embed(RegionSampler.Draw(world, plan.Style, seed, scenes, cancellationToken), cancellationToken);
        return new(Embed(seeds.Training, plan.TrainingScenes), Embed(seeds.Calibration, plan.CalibrationScenes), Embed(seeds.Test, plan.TestScenes),
            embedder.EmbedNames([.. world.Materials.Select(material => material.Name)], TemplatesOf(clip)), embedder.Temperature);
    }

    private static IReadOnlyList<string> TemplatesOf(string clip) => ModelDescription.Of(clip).Config.AlignZeg.Templates;
}
