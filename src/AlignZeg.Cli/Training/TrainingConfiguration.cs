using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using AlignZeg.Cli.Commands;
using AlignZeg.Model.Training;

namespace AlignZeg.Cli.Training;

/// <summary>A file of configs/train: a recipe, its data, and where the CLIP comes from. Paths in it are relative to it.</summary>
/// <param name="Recipe">All numbers.</param> <param name="Data">What is trained on.</param>
/// <param name="Clip">Folder of a CLIP that is taken as it is (key "clip" with a path), or null to train one (key "clip" with options).</param>
internal sealed record TrainingConfiguration(TrainingRecipe Recipe, DataOptions Data, string? Clip)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>Says what the run is, for its checkpoints: anything that changes the model is in it.</summary>
    public string Fingerprint() => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        this with { Recipe = Recipe with { CheckpointEvery = 1, Segmentation = Recipe.Segmentation with { Prefetch = 1 } } }, Json)));

    /// <summary>Reads a configuration.</summary>
    /// <exception cref="CommandException">No such file, an unknown key, or a number out of its range.</exception>
    public static TrainingConfiguration Read(string path)
    {
        try
        {
            var root = JsonNode.Parse(File.ReadAllText(path), documentOptions: new() { CommentHandling = JsonCommentHandling.Skip }) as JsonObject ?? throw new JsonException("it is not an object");
            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            string? clip = root["clip"] is JsonValue value ? value.GetValue<string>() : null;
            if (clip is not null) root.Remove("clip");
            root.Remove("data", out var data);
            var options = data.Deserialize<DataOptions>(Json) ?? new();
            options = options with { Root = Under(folder, options.Root), Split = Under(folder, options.Split) };
            var recipe = root.Deserialize<TrainingRecipe>(Json)!;
            recipe.Validate();
            options.Validate();
            return new(recipe, options, Under(folder, clip));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ValidationException)
        {
            throw CommandException.BadInput($"The configuration '{path}' cannot be read: {Sentence(exception)}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.BadInput($"There is no configuration '{path}' in '{Environment.CurrentDirectory}'; the project's folder has some in configs/train, name one with --config.", exception);
        }
    }

    // The library's sentence about unknown keys speaks of .NET types.
    private static string Sentence(Exception exception)
    {
        const string Before = "The JSON property '", After = "' could not be mapped";
        int from = exception.Message.IndexOf(Before, StringComparison.Ordinal), to = exception.Message.IndexOf(After, StringComparison.Ordinal);
        return from == 0 && to > 0 ? $"there is no key '{exception.Message[Before.Length..to]}'; the README of configs says which there are." : exception.Message;
    }

    private static string? Under(string folder, string? path) => path is null ? null : Path.GetFullPath(Path.Combine(folder, path));
}
