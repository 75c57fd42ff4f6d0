<?xml version="1.0" encoding="utf-8"?>
<!-- A web page as a flat stream; the separators are named in stream.py. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="text"/>
  <xsl:template match="table">&#xFDD0;<xsl:apply-templates/>&#xFDD1;</xsl:template>
  <xsl:template match="tr">&#xFDD2;<xsl:apply-templates/></xsl:template>
  <xsl:template match="td|th">
    <xsl:text>&#xFDD3;</xsl:text>
    <xsl:if test="@colspan|@rowspan"><xsl:value-of select="concat(@colspan, ',', @rowspan)"/></xsl:if>
    <xsl:text>&#xFDD4;</xsl:text>
    <xsl:apply-templates/>
  </xsl:template>
  <xsl:template match="p|div|li|h1|h2|h3|h4|h5|h6|section|article|aside|header|footer|nav|main|dl|dt|dd|ul|ol
                       |blockquote|address|center|form|fieldset|legend|figure|figcaption|caption|body|details|summary">
    <xsl:text>&#xFDD5;</xsl:text>
    <xsl:apply-templates/>
    <xsl:text>&#xFDD5;</xsl:text>
  </xsl:template>
  <xsl:template match="br|hr">&#xFDD5;</xsl:template>
  <xsl:template match="pre">
    <xsl:value-of select="concat('&#xFDD5;', translate(., '&#10;', '&#xFDD5;'), '&#xFDD5;')"/>
  </xsl:template>
  <xsl:template match="img">&#xFDD8;</xsl:template>
  <!-- A footnote sign must not run into the figure before it. -->
  <xsl:template match="sup"><xsl:text> </xsl:text><xsl:apply-templates/></xsl:template>
  <xsl:template match="head|title|script|style|noscript|template|svg|textarea|select|button|object|iframe|rt|rp|rtc
                       |del|s|strike"/>
</xsl:stylesheet>
