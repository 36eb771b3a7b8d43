using System.ComponentModel.DataAnnotations;

namespace AlignZeg.Client;

/// <summary>Accepts absolute addresses of HTTP, and nothing that would be left out of a request, such as a query.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HttpAddressAttribute() : ValidationAttribute("{0} is no address of an HTTP server; give one such as https://alignzeg.example.org or http://127.0.0.1:8080.")
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is null or Uri { IsAbsoluteUri: true, Query: "", Fragment: "", UserInfo: "", Host.Length: > 0, Scheme: "http" or "https" };
}
