package io.ceait.sink.web;

import io.ceait.data.InputException;
import io.ceait.data.TextFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/** A certificate and its key from PEM files, by the JDK's own means. */
final class PemFiles {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s+([A-Za-z0-9+/=\\s]+?)\\s*-----END \\1-----");

    /** Key algorithms, with a signature that shows whether key and certificate belong together. */
    private static final Map<String, String> SIGNATURES = Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA");

    private PemFiles() {}

    /** @throws InputException when a file cannot be read or the two do not belong together */
    static X509ExtendedKeyManager serverKeys(Path certificateFile, Path keyFile) {
        List<Certificate> chain = certificates(certificateFile);
        PrivateKey key = key(keyFile);
        try {
            if (!belongTogether(key, chain.get(0).getPublicKey())) {
                throw new InputException(
                        "the key in " + keyFile + " is not that of the first certificate in " + certificateFile);
            }
            char[] unused = new char[0];
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, unused);
            // Two certificates, one of which takes the place of the other, have two names.
            String alias = "server-" + Integer.toHexString(chain.get(0).hashCode());
            store.setKeyEntry(alias, key, unused, chain.toArray(new Certificate[0]));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, unused);
            return (X509ExtendedKeyManager) keys.getKeyManagers()[0];
        } catch (GeneralSecurityException | IOException e) {
            throw new InputException(
                    certificateFile + " and " + keyFile + " cannot be used for TLS: " + e.getMessage(), e);
        }
    }

    private static List<Certificate> certificates(Path file) {
        try {
            List<Certificate> chain = List.copyOf(CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(read(file).getBytes(StandardCharsets.US_ASCII))));
            if (!chain.isEmpty()) {
                return chain;
            }
        } catch (CertificateException e) {
            // Said below, in one way for what holds none and for what holds a broken one.
        }
        throw new InputException(file + " holds no certificate in PEM (-----BEGIN CERTIFICATE-----)");
    }

    private static PrivateKey key(Path file) {
        Matcher matcher = BLOCK.matcher(read(file));
        String other = "";
        while (matcher.find()) {
            String label = matcher.group(1);
            if (label.equals("PRIVATE KEY")) {
                return decode(file, matcher.group(2));
            }
            other = label.endsWith("PRIVATE KEY") ? label : other;
        }
        if (other.equals("ENCRYPTED PRIVATE KEY")) {
            throw new InputException(
                    file + " holds an encrypted key: the agent asks nobody for a password; decrypt it with"
                            + " \"openssl pkcs8 -in " + file.getFileName() + " -out plain.pem\"");
        }
        if (!other.isEmpty()) {
            throw new InputException(
                    file + " holds a key in the older form " + other + ", not in PKCS#8; convert it with"
                            + " \"openssl pkcs8 -topk8 -nocrypt -in " + file.getFileName() + " -out pkcs8.pem\"");
        }
        throw new InputException(file + " holds no private key in PEM (-----BEGIN PRIVATE KEY-----)");
    }

    private static PrivateKey decode(Path file, String base64) {
        PKCS8EncodedKeySpec encoded;
        try {
            encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw new InputException(file + " holds a key that is cut off or damaged", e);
        }
        for (String algorithm : SIGNATURES.keySet()) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (InvalidKeySpecException e) {
                // A key of another kind.
                continue;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(algorithm + " belongs to every JVM", e);
            }
        }
        throw new InputException(file + " holds a key that is damaged, or neither RSA nor EC: the JDK serves no other");
    }

    private static boolean belongTogether(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
        String algorithm = SIGNATURES.get(key.getAlgorithm());
        if (algorithm == null || !key.getAlgorithm().equals(certified.getAlgorithm())) {
            return false;
        }
        byte[] text = {1, 2, 3};
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(key);
        signer.update(text);
        byte[] signature = signer.sign();
        signer.initVerify(certified);
        signer.update(text);
        return signer.verify(signature);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new InputException(file + " cannot be read: " + TextFiles.reason(e), e);
        }
    }
}
