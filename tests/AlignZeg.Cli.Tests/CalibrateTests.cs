using System.Text.Json;

namespace AlignZeg.Cli.Tests;

/// <summary>Method, T9, as small as it can be: train with classes held out, sweep gamma, keep the S-U curve, hand the numbers to a model.</summary>
public sealed class CalibrateTests
{
    [Fact]
    public async Task Calibrate_SavesTheCurve_AndHandsTheNumbersOn()
    {
        using var folder = new TemporaryFolder();
        string recipe = folder["recipe.json"];
        await File.WriteAllTextAsync(recipe, Recipe(heldOut: 4));
        (await AlignZegProcess.RunAsync("train", "--recipe", recipe, "--clip", ShippedModel, "--output", folder["held"], "--singles", "20", "--scenes", "60", "--json")).Expect(0);
        string target = folder["target"];
        Directory.CreateDirectory(target);
        foreach (string file in Directory.GetFiles(folder["held"])) File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        var printed = (await AlignZegProcess.RunAsync("calibrate", "--model", folder["held"], "--apply", target, "--curve", folder["curve.json"], "--count", "3")).Expect(0).Last;
        var curve = JsonDocument.Parse(await File.ReadAllTextAsync(folder["curve.json"])).RootElement;
        AssertCurve(curve);
        var picked = curve.GetProperty("picked");
        Assert.Equal(picked.GetRawText().Where(c => !char.IsWhiteSpace(c)), printed.GetProperty("picked").GetRawText().Where(c => !char.IsWhiteSpace(c)));
        var network = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(target, "config.json"))).RootElement.GetProperty("align_zeg");
        Assert.Equal(picked.GetProperty("gamma").GetDouble(), network.GetProperty("correction").GetProperty("gamma").GetDouble());
        Assert.Equal(picked.GetProperty("claim").GetDouble(), network.GetProperty("claim_threshold").GetDouble()); // the target is the same model here, on the same scenes, with unseen classes to choose from too
        Assert.Equal(printed.GetProperty("claim_threshold").GetDouble(), network.GetProperty("claim_threshold").GetDouble());
    }

    [Fact]
    public async Task Calibrate_OfAModelThatHeldNothingOut_IsRefused() =>
        (await AlignZegProcess.RunAsync("calibrate", "--model", ShippedModel, "--count", "1")).ExpectSentence(2, "held_out");

    private static string ShippedModel => Path.Combine(Path.GetDirectoryName(AlignZegProcess.Program)!, "models", "tiny");

    private static void AssertCurve(JsonElement curve)
    {
        Assert.Equal(4, curve.GetProperty("held_out").GetArrayLength());
        var points = curve.GetProperty("points").EnumerateArray().ToList();
        Assert.Equal(["none", "scale", "stacking"], points.Select(p => p.GetProperty("kind").GetString()).Distinct().Order(StringComparer.Ordinal));
        Assert.All(points, p => Assert.InRange(p.GetProperty("hiou").GetDouble(), 0, 1));
        double best = points.Where(p => p.GetProperty("kind").GetString() != "stacking").Max(p => p.GetProperty("hiou").GetDouble());
        Assert.Equal(best, curve.GetProperty("picked").GetProperty("hiou").GetDouble());
    }

    private static string Recipe(int heldOut) => $$"""
        {
          "name": "held",
          "align_zeg": { "adapter": "linear", "correction": { "indicator": "similarity", "mode": "scale" }, "templates": ["{}"] },
          "segmentation": { "steps": 6, "batch": 8 },
          "supervision": { "held_out": {{heldOut}} }
        }
        """;
}
