using System.Security.Cryptography;
using System.Text;

namespace AlignZeg.Cli.Labelling;

/// <summary>What makes a job this job. Truth, report and worker settings are left out: they do not change a label map.</summary>
/// <param name="Images">Hash over names, sizes and times of the images.</param>
/// <param name="Vocabulary">Hash over the classes.</param>
/// <param name="Model">Hash of the model bundle.</param>
/// <param name="Outputs">Which files are written per image.</param>
/// <param name="Tiling">How large images are cut; null = not at all.</param>
internal sealed record JobFingerprint(string Images, string Vocabulary, string Model, string Outputs, string? Tiling = null)
{
    /// <summary>The job's id: the same request is the same job.</summary>
    public string JobId => Hash($"{Images}\n{Vocabulary}\n{Model}\n{Outputs}" + (Tiling is null ? "" : $"\n{Tiling}"))[..16];

    /// <summary>Says what is different, for a person; null if nothing is.</summary>
    public string? DifferenceTo(JobFingerprint other)
    {
        if (Images != other.Images) return "other images, or images that have changed since";
        if (Vocabulary != other.Vocabulary) return "another vocabulary";
        if (Model != other.Model) return "another model";
        if (Outputs != other.Outputs) return $"it was asked for {Outputs}, now for {other.Outputs}";
        return Tiling != other.Tiling ? $"large images were read {Way(Tiling)}, now {Way(other.Tiling)} (see --tile)" : null;
    }

    private static string Way(string? tiling) => tiling is null ? "whole" : "in " + tiling;

    /// <summary>SHA-256 of a text, lower-case hex.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>The same of a text of lines, with <c>\n</c> between them, of which memory holds one.</summary>
    public static string HashLines(IEnumerable<string> lines)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        string before = "";
        foreach (var line in lines)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(before + line));
            before = "\n";
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
