using AlignZeg.Abstractions.Shards;
using AlignZeg.Server.Access;
using AlignZeg.Server.Problems;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Server.Endpoints;

/// <summary>The files of a job that its tenant may have: those that records and reviews name.</summary>
internal static class JobFiles
{
    private static readonly string[] Folders = ["masks/", "confidence/", "overlays/", "corrected/"];

    /// <summary>The file's name below the job's folder, if there is such a file.</summary>
    /// <param name="tenant">Whose.</param> <param name="job">The job.</param> <param name="output">As records name it, with the job's folder, or without; see <see cref="WrittenPath"/>.</param> <param name="blobs">Where it is.</param> <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ProblemException">There is none.</exception>
    public static async Task<string> FindAsync(TenantScope tenant, string job, string output, IBlobStore blobs, CancellationToken cancellationToken)
    {
        string prefix = JobBlobNames.Prefix(tenant.Key(job)), file = FileOf(output, prefix), name = prefix + file;
        return Folders.Any(folder => file.StartsWith(folder, StringComparison.Ordinal)) && IsName(name) && await blobs.ExistsAsync(name, cancellationToken)
            ? file
            : throw new ProblemException(ProblemTypes.FileNotFound, $"The job has no file '{output}'; results name those it has.");
    }

    private static string FileOf(string output, string prefix) => output.StartsWith(prefix, StringComparison.Ordinal) ? output[prefix.Length..] : output;

    private static bool IsName(string name)
    {
        try
        {
            BlobName.Check(name);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
